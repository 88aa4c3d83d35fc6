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


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Line 2 will not arrive on time."),
        ("en", "We can't deliver line 2 in time."),
        ("de", "Zeile 2 kommt nicht rechtzeitig."),
        ("fr", "La ligne 2 n'arrivera pas à temps."),
        ("es", "La línea 2 no llegará a tiempo."),
        ("pl", "Pozycja 2 nie dotrze na czas."),
    ],
)
def test_goods_that_come_late_are_not_refused(language: str, words: str, read: Read, short: Short) -> None:
    """What is denied is the day: which one it will be is asked."""
    assert short(read(words, language)) == "?date"


def test_goods_that_do_not_come_are_refused(read: Read, short: Short) -> None:
    """Without a word of time the line itself is denied."""
    assert short(read("Line 2 will not be delivered.", "en")) == "reject 2"


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("1) the stock pots come on 19 May", "change 2 d2026-05-19"),
        ("Pos. 30 (your CM-LAD-12): new delivery date 2 June 2026.", "change 3 d2026-06-02"),
        ("As agreed on the phone, please put the new price for the pots on the order and we are all set.", "?acceptance"),
        ("We have moved to another bank.", "?bank"),
    ],
)
def test_what_stands_beside_is_no_value_of_ours(words: str, means: str, read: Read, short: Short) -> None:
    """The numbers of sentences and of other people's positions, what was said elsewhere, and a bank that is no address."""
    assert short(read(words)) == means
