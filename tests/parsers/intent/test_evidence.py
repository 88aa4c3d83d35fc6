"""A command counts where its own words say what it is about, not because nothing speaks against it (docs/mail.md 4.3)."""

from collections.abc import Callable

import pytest

from core.reading import Reading

Read = Callable[..., Reading]
Short = Callable[[Reading], str]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Bitte beachten Sie: wir haben zum 1. Mai die Bank gewechselt."),
        ("pl", "O chochlach napiszę jutro."),
        ("en", "The ladles man retires on 29 May, you know."),
        ("es", "El 29 de mayo inauguramos nuestra nave nueva."),
        ("fr", "Le 29 mai nous inaugurons notre nouvel atelier."),
        ("nl", "Op 29 mei vieren wij ons jubileum."),
    ],
)
def test_a_day_of_something_else_moves_no_delivery(language: str, words: str, read: Read, short: Short) -> None:
    """Beside the day stands a word that nothing explains, and none of goods that come."""
    assert "change" not in short(read(words, language))


@pytest.mark.parametrize(
    ("language", "words", "means"),
    [
        ("de", "Zeile 1: 19.05.", "change 1 d2026-05-19"),
        ("en", "Could you live with 20 May for the pots?", "change 2 d2026-05-20"),
        ("de", "Ginge auch der 20. Mai statt dem 12. für Zeile 2?", "change 2 d2026-05-20"),
        ("pl", "Chochle dojadą dopiero 15.06.", "change 3 d2026-06-15"),
    ],
)
def test_a_day_of_goods_does(language: str, words: str, means: str, read: Read, short: Short) -> None:
    """A line and a day are enough where nothing dark stands beside them; else a word of goods that come."""
    assert short(read(words, language)) == means


def test_a_refusal_of_nothing_is_asked_about(read: Read, short: Short) -> None:
    """ "It is the owner who signs the price, and he is not back until Thursday" refuses no order."""
    assert "reject" not in short(read("È che il prezzo lo firma il titolare e fino a giovedì non rientra.", "it"))


def test_a_bare_number_counts_what_stands_behind_it(read: Read, short: Short) -> None:
    """Two holidays are no two ladles."""
    words = "CM-LAD-12 statt 26/5 erst am 12/6, die zwei Feiertage sind dazwischengekommen."
    assert "q2" not in short(read(words, "de"))


@pytest.mark.parametrize(
    ("language", "words", "means"),
    [
        ("en", "Line 1: 100 pcs. Nonsense... I mean 110!", "change 1 q110"),
        ("de", "Pfannen gehen nur 100 Stück... Quatsch, 110!", "change 1 q110"),
        ("en", "The pots cost 39.50. No wait, 41.", "change 2 p41"),
        ("en", "Line 1: 100 pcs.\n\nSorry, scratch that, we are still counting.", "?quantity"),
        ("en", "Pots: only 45, please strike the other 15.", "change 2 q45"),
        ("de", "Der Topf CM-POT-05 ist ausgelaufen. Ersatz wäre der neue mit Glasdeckel.", "?substitute"),
        ("en", "Confirmed: pans on the 12th, ladles on the 26th.", "accept"),
        ("en", "We move the pots to the 5th.", "?date"),
        ("en", "Since 1 April CM-LAD-12 is 6.48 EUR each, please adapt.", "change 3 p6.48 + ?date"),
        ("es", "El cucharón lo facturamos a 598 € el ciento.", "?unit_price"),
        ("hu", "Az 1. és a 2. tételt elfogadjuk.", "accept 1 2"),
        ("uk", "Позиція 2 буде не 12, а 22 травня.", "change 2 d2026-05-22"),
        ("en", "It is not that we refuse line 2.", "?acceptance"),
        ("en", "Half of the pots come on 12 May, that is 30, the second half on 16 June.", "?date"),
        ("en", "Agreed to the prices, but not to the dates.", "?acceptance"),
        ("en", "Someone told our driver you only want 80 pans now.", "?quantity"),
        ("en", "The pots come 16 to a layer, so 60 leaves an awkward layer.", "?date"),
        ("en", "Lines 1 and 2 ship on 11 May with DHL, no tracking yet.", "ship d2026-05-11 c=DHL"),
        ("en", "To confirm: I've got the order, and that is all I am confirming today.", "received"),
    ],
)
def test_what_the_words_bear_out_is_read_and_nothing_else(
    language: str, words: str, means: str, read: Read, short: Short
) -> None:
    """Numbers that correct numbers, parts, days without a month, prices of many, denials: cases 8 to 26."""
    assert short(read(words, language)) == means


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("item 1 € 18.25, lead time 15 days", "quote 1 p18.25 l15"),
        ("Tongs: Rs. 285 per pc.", "?currency"),
        ("We make no fish kettles.", "?acceptance"),
        ("We'll have to pass this time, sorry.", "decline"),
        ("Tongs: 2.65 EUR, lead time for all four 20 days.", "quote 2 p2.65 l20"),
    ],
)
def test_an_offer_is_what_is_said(words: str, means: str, read: Read, short: Short) -> None:
    """A line's number, a currency that is not ours, an article that is not asked for: cases 27 to 31."""
    assert short(read(words, "en", "RFP-7")) == means


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The price list is accepted by all our customers."),
        ("en", "Customs accepted the goods on 18 May."),
        ("en", "The ladles were accepted by the lab."),
        ("en", "Accepted. Just kidding, let me check first."),
        ("en", "We would be happy to deliver 100 pans next time."),
        ("en", "You sent us 40 pots back."),
        ("en", "We moved the machine on 18 May."),
        ("en", "24.50 for a pan that costs us 26 in steel alone."),
        ("en", "The manager arrives on 18 May."),
        ("en", "The new oven will be ready on 20 May."),
        ("en", "Do we have to deliver on 15 May?"),
        ("de", "Die Reklamation nehmen wir an."),
        ("de", "Wir ziehen am 18. Mai um."),
        ("fr", "Nous acceptons les chèques."),
        ("es", "La reclamación queda aceptada."),
        ("nl", "Top, superbedankt voor jullie bestelling!"),
        ("nl", "Op 18 mei komt mijn zoon."),
        ("pl", "Kolega wspominał, że garnków może być tylko 50."),
    ],
)
def test_what_stands_beside_the_order_does_nothing(language: str, words: str, read: Read, short: Short) -> None:
    """Customers, claims, cheques, machines, sons, jokes: cases 33 to 50."""
    said = short(read(words, language)).split(" + ")
    assert all(one.startswith("?") or one == "comment" for one in said), said


def test_a_credit_note_is_no_new_version_of_the_invoice_that_it_credits(read: Read, short: Short) -> None:
    """The number stands in the sentence behind (case 51)."""
    words = "Bifogat finner ni kreditnota K-412 på 145,20 EUR. Den avser faktura 77."
    assert "replace" not in short(read(words, "sv", "INV-77", files=("K-412.pdf",)))


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("We can deliver lines 1 and 2, but the ladles have been discontinued.", "reject 3"),
        ("Lines 1 and 3 ok, the second costs 39.50.", "accept 1 3 + change 2 p39.50"),
        ("We have 90 pans for 12 May, the other 30 come later and will be with you on 2 June.", "parts"),
    ],
)
def test_each_line_has_its_own_fate(words: str, means: str, read: Read, short: Short) -> None:
    """A refusal behind a "but", a price of "the second", the other thirty: cases 52 to 54."""
    assert means in short(read(words))


@pytest.mark.parametrize(
    ("language", "words"),
    [("hu", "Rendben az 1. és"), ("hu", "a 1. ,"), ("en", "the 5"), ("en", "Item 1 €"), ("de", "alle"), ("en", "Sorry, no wait")],
)
def test_a_sentence_may_end_anywhere(language: str, words: str, read: Read) -> None:
    """What a rule looks ahead for need not be there (case 55)."""
    for thread in ("PO-1034", "PO-1040", "RFP-7", "INV-77"):
        read(words, language, thread)


def test_a_number_of_the_order_is_no_day_and_no_silence(read: Read, short: Short) -> None:
    """Signs that look like digits, and a lead time for everything without a price (cases 56 and 57)."""
    assert short(read("²月", "zh")) == "comment"
    assert short(read("Lead time 3 weeks.", "en", "RFP-7")) != "comment"
