"""A question accepts, refuses and sends nothing; a denial in the second half of a sentence is heard."""

from collections.abc import Callable

import pytest

Read = Callable[..., object]
Short = Callable[[object], str]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Line 2 cancelled on your side?"),
        ("en", "Can we cancel line 2?"),
        ("en", "Shall we ship line 1?"),
        ("en", "Line 3 is ok, isn't it?"),
        ("de", "Wurde Position 2 storniert?"),
        ("de", "Sollen wir Position 1 morgen versenden?"),
        ("fr", "La ligne 2 est-elle annulée ?"),
    ],
)
def test_a_question_decides_nothing(language: str, words: str, read: Read, short: Short) -> None:
    """It may be asked back about; no line is taken, refused or on its way by it."""
    said = short(read(words, language))
    assert not any(word in said for word in ("accept ", "reject", "ship")) and said != "accept"


def test_a_question_may_propose(read: Read, short: Short) -> None:
    """A proposal binds nobody: the buyer decides."""
    assert short(read("Could we send 48 instead of 60 of line 2?")) == "change 2 q48"


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ("Ok for line 1, no for line 2.", "accept 1"),
        ("Ok for line 1 and not ok for line 2.", ""),
        ("Line 1 confirmed and not confirmed line 2.", ""),
    ],
)
def test_a_denial_beside_a_yes_is_no_yes_to_both(words: str, taken: str, read: Read, short: Short) -> None:
    """What is denied is asked about; nothing of it is taken."""
    said = short(read(words))
    assert said.startswith(taken)
    assert "?acceptance" in said
    assert "accept 1 2" not in said and not said.startswith("accept +")


def test_cannot_be_done_before_a_day_is_not_that_day(read: Read, short: Short) -> None:
    """Wherever the denial stands."""
    said = short(read("Line 1 can't be done before 20 May."))
    assert "d2026" not in said and "?date" in said


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("Please confirm.", "?acceptance"),
        ("We hereby confirm your order with the exception of delivery date.", "?acceptance"),
        ("We confirm everything but the price of line 1.", "?unit_price"),
        ("Everything confirmed except for the delivery date of line 1.", "accept 2 3 + ?date"),
        ("We don't have any objections.", "accept"),
        ("We don't have any complaints about the drawings.", ""),
    ],
)
def test_what_is_excepted_is_the_part_of_the_line_that_is_named(words: str, means: str, read: Read, short: Short) -> None:
    """A yes with an exception that names no line is no yes; an excepted price refuses no goods; a request takes nothing back."""
    said = short(read(words))
    assert said == means if means else "reject" not in said and "accept" not in said.replace("?acceptance", "")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The delivery date is fine."), ("de", "Termin passt."), ("de", "Liefertermin ist in Ordnung.")]
)
def test_a_yes_to_the_date_is_none_to_the_order(language: str, words: str, read: Read, short: Short) -> None:
    """Quantities and prices are not answered by it."""
    assert "accept" not in short(read(words, language)).replace("?acceptance", "")


def test_the_price_of_the_other_article_comes_with_the_article(read: Read, short: Short) -> None:
    """Alone it would be a price for the article that was ordered."""
    said = short(read("Line 3 is discontinued, alternative CM-LAD-14 at 6.80."))
    assert said == "change 3 p6.80 s=CM-LAD-14"


@pytest.mark.parametrize(
    ("language", "words", "means"),
    [
        ("it", "Va bene, ma con consegna il 20.", "change d2026-05-20"),
        ("fr", "Livraison le 20 au lieu du 12.", "change d2026-05-20"),
        ("es", "Confirmado, pero con entrega el día 20.", "change d2026-05-20"),
        ("en", "Ok but pallets are extra.", "?acceptance"),
        ("fr", "Ok pour la ligne 1, pas pour la 2.", "?line"),
        ("en", "Ok for line 1, not for 2.", "?line"),
    ],
)
def test_what_follows_but_is_understood_or_asked_about(language: str, words: str, means: str, read: Read, short: Short) -> None:
    """A day of the month in the Romance way; a "but" with words that nothing explains; a number that may be a line."""
    assert short(read(words, language)) == means


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Accepted - please note our MOQ is 70 for the pots."),
        ("en", "Confirmed, freight for line 2 is 25.00 extra."),
        ("en", "We will do our best."),
        ("de", "Wir tun unser Bestes."),
        ("en", "Yes, send the form."),
    ],
)
def test_a_yes_beside_words_that_take_it_back_is_no_yes_to_the_whole(language: str, words: str, read: Read, short: Short) -> None:
    """A smallest quantity, freight, a try, a yes to something else."""
    said = short(read(words, language))
    assert not said.startswith("accept +") and said != "accept" and "accept 1 2" not in said


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Line 2 comes in cartons of 20."), ("de", "Pos. 2: Verpackungseinheit 25")]
)
def test_what_a_box_holds_is_no_quantity(language: str, words: str, read: Read, short: Short) -> None:
    """It is how the goods are packed."""
    assert "q" not in short(read(words, language)).replace("?quantity", "")


@pytest.mark.parametrize(
    ("language", "words", "means"),
    [
        ("en", "Bob left the company, write to eva@corvina.example.", "contact +eva@corvina.example"),
        ("de", "Bob ist nicht mehr bei uns, bitte an eva@corvina.example schreiben.", "contact +eva@corvina.example"),
        (
            "en",
            "Please stop sending mails to bob@corvina.example and send them to eva@corvina.example.",
            "contact +eva@corvina.example + contact -bob@corvina.example",
        ),
        ("en", "Please remove bob@corvina.example.", "contact -bob@corvina.example"),
    ],
)
def test_who_leaves_and_who_is_written_to(language: str, words: str, means: str, read: Read, short: Short) -> None:
    """The address behind the one who left is the one that stays."""
    assert short(read(words, language)) == means


@pytest.mark.parametrize("words", ["Your order is being processed and will ship shortly.", "The goods will be dispatched soon."])
def test_a_promise_without_a_day_is_no_shipment(words: str, read: Read, short: Short) -> None:
    """Nothing is on its way yet."""
    assert "ship" not in short(read(words))


@pytest.mark.parametrize(
    "words", ["Line 3 at approx. 6.40.", "The approximate price of line 3 would be 6.40 EUR.", "Line 3: ca. 6.40"]
)
def test_an_approximate_price_is_no_price(words: str, read: Read, short: Short) -> None:
    """However it is written."""
    said = short(read(words))
    assert "p6.40" not in said and "?unit_price" in said


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Earliest delivery: 20 May."),
        ("en", "Earliest delivery date for line 2: 20 May."),
        ("de", "Frühester Liefertermin ist der 20.05.2026."),
    ],
)
def test_the_earliest_day_is_no_promise(language: str, words: str, read: Read, short: Short) -> None:
    """It may be any day from then on."""
    said = short(read(words, language))
    assert "d2026" not in said and "?date" in said


@pytest.mark.parametrize("words", ["Confirmed, line 2 in blue.", "Order confirmed, including line 2."])
def test_a_line_that_is_named_and_not_understood_takes_the_whole_yes_back(words: str, read: Read, short: Short) -> None:
    """What is said of the line may be the opposite of a yes."""
    said = short(read(words))
    assert "accept" not in said.replace("?acceptance", "") and "?acceptance" in said


def test_what_a_price_is_for_is_no_quantity(read: Read, short: Short) -> None:
    """Without a currency sign as well."""
    assert "q10" not in short(read("Line 1 at 24.50 per 10 pcs."))


def test_without_in_short_is_an_exception(read: Read, short: Short) -> None:
    """It used to be cut at its stroke, and what was left was a yes to all."""
    assert short(read("Confirmed w/o line 2.")) == "accept 1 3 + reject 2"


@pytest.mark.parametrize(
    ("language", "words", "means"),
    [
        ("en", "1 ok 2 no", "?acceptance"),
        ("de", "1 ok 2 nein", "?acceptance"),
        ("en", "We can't deliver line 2 at this price.", "?unit_price"),
        ("de", "Pos. 2 können wir nicht zu dem Preis liefern.", "?unit_price"),
    ],
)
def test_a_yes_and_a_no_in_one_breath(language: str, words: str, means: str, read: Read, short: Short) -> None:
    """Which is whose is asked; a price that does not suit refuses no goods."""
    assert short(read(words, language)) == means


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Please add 10 more pots."), ("en", "Plus 10 pots free of charge."), ("de", "Pos. 2: weitere 10 Stück möglich.")],
)
def test_what_comes_on_top_is_not_the_new_quantity(language: str, words: str, read: Read, short: Short) -> None:
    """Ten more are not ten."""
    said = short(read(words, language))
    assert "q10" not in said and "?quantity" in said


def test_an_unknown_word_behind_one_of_two_lines_may_be_a_no(read: Read, short: Short) -> None:
    """ "nok", "xx", a tick that no font shows."""
    assert "accept 1 2" not in short(read("L1 ok L2 xx"))
    assert "accept 1 2" not in short(read("L1 ok L2 nok"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Let us know if you want to cancel line 2."),
        ("en", "Should you wish to cancel line 2, please tell us."),
        ("de", "Sie können Position 2 gern stornieren."),
    ],
)
def test_what_is_left_to_the_buyer_is_no_refusal(language: str, words: str, read: Read, short: Short) -> None:
    """The buyer may cancel; the supplier did not."""
    said = short(read(words, language))
    assert "reject" not in said and "?acceptance" in said


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Line 2 is sold out, new stock mid-June."), ("nl", "Regel 2 is helaas uitverkocht, nieuwe voorraad half juni.")],
)
def test_sold_out_until_then_is_asked_about(language: str, words: str, read: Read, short: Short) -> None:
    """When is the question, not whether."""
    assert short(read(words, language)) == "?date"


def test_the_rest_that_ships_is_what_nothing_else_names(read: Read, short: Short) -> None:
    """Where nothing else is named, it is not all."""
    ship = read("Line 2 is sold out. The rest ships on Friday.")
    assert [s.command.lines for s in ship[0] if s.command.word == "ship"] == [(1, 3)]  # type: ignore[index]
    assert "ship" not in short(read("The rest ships on Friday."))


@pytest.mark.parametrize(
    ("words", "means"), [("Line 2: 4", "?quantity"), ("Line 2: only 4", "change 2 q4"), ("Line 2: 4 pcs", "change 2 q4")]
)
def test_a_bare_number_far_below_the_order_may_count_something_else(words: str, means: str, read: Read, short: Short) -> None:
    """Unless a word or a unit says that it is the quantity."""
    assert short(read(words)) == means
