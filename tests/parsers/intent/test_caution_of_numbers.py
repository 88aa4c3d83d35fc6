"""Numbers, days and negations that decide nothing by themselves: a refusal beside a number, an answer and its tale."""

from collections.abc import Callable

import pytest

Read = Callable[..., object]
Short = Callable[[object], str]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "I noted that badly: 50 stock pots no, 55."),
        ("de", "Da habe ich mich vertippt: 50 Suppentöpfe nein, 55."),
        ("es", "De las ollas de 5 solo hay 45 unidades, no queda acero para más."),
        ("it", "Mestoli: 200 no, 210."),
    ],
)
def test_a_denied_number_refuses_no_line(language: str, words: str, read: Read, short: Short) -> None:
    """Another number is offered: that is asked about."""
    assert "reject" not in short(read(words, language))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "240 ladles for 26 May, very funny. Seriously, I can't say yet if it works, I call you tomorrow."),
        ("pt", "As conchas, ainda não sei dizer, ligo amanhã."),
        ("de", "Bei den Kellen weiß ich es noch nicht, ich rufe Sie am Montag an."),
    ],
)
def test_the_day_of_a_call_is_no_delivery_date(language: str, words: str, read: Read, short: Short) -> None:
    """The line is not moved to that day."""
    assert "d2026" not in short(read(words, language))


@pytest.mark.parametrize(
    ("words", "language", "question", "means"),
    [
        ("Exactly, that date. More papers I do not have.", "en", "Q1", "yes"),
        ("No, that was the day of the order. The invoice is of 7 April 2026.", "en", "Q1", "answer 2026-04-07 + no"),
        ("不对。开票日期是2026年4月8日。", "zh", "Q1", "answer 2026-04-08 + no"),
        ("The net total is EUR 1,424.00, the second line lacked a 0.", "en", "Q6", "answer 1424.00"),
        ("It is 1424.00, not 1242.00.", "en", "Q6", "answer 1424.00"),
        ("Unfortunately I have no other copy of it here.", "en", "Q1", "comment"),
    ],
)
def test_an_answer_and_what_is_told_beside_it(
    words: str, language: str, question: str, means: str, read: Read, short: Short
) -> None:
    """A no and the right value may stand in two sentences; a negation that tells of something answers nothing."""
    assert short(read(words, language, "INV-81", question)) == means


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("hu", "Mind a három sort visszaigazolom."),
        ("tr", "Üç satırın hepsini onaylıyorum."),
        ("uk", "Підтверджую всі три рядки."),
    ],
)
def test_the_number_of_the_lines_counts_them_all(language: str, words: str, read: Read, short: Short) -> None:
    """ "All three" is no line 3."""
    assert short(read(words, language)) == "accept"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "This is the first time I receive such a mail."),
        ("pt", "É a primeira vez que recebo uma encomenda assim."),
        ("es", "Agradecería acuse de recibo."),
        ("tr", "Ay sonu sayımı yapıyoruz."),
        ("ro", "Dacă ne plătiți un avans pornim producția."),
    ],
)
def test_what_is_told_in_passing_does_nothing(language: str, words: str, read: Read, short: Short) -> None:
    """No receipt, no refusal, no question about payment."""
    assert short(read(words, language)) in ("comment", "?acceptance", "?date")


def test_another_currency_by_its_name_is_asked_about(read: Read, short: Short) -> None:
    """ "14,50 lei" is no price in euro."""
    assert "quote" not in short(read("Cleștii de 30 cm: 14,50 lei bucata, termen 10 zile.", "ro", "RFP-7"))


def test_a_rest_that_is_told_of_later_is_not_sent(read: Read, short: Short) -> None:
    """What went out is one thing, what will go out another."""
    said = short(read("80 frying pans left us on 23 April. We let you know when the others are shipped.", "en"))
    assert said.count("ship") == 1
