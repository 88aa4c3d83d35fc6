"""Hearsay, conditions, denials, other years, corrections, proposals and approvals to come, beyond English and German."""

from collections.abc import Callable

import pytest

from tests.parsers.intent.conftest import acts, acts_anywhere

Read = Callable[..., object]
Short = Callable[[object], str]

TRAPS = {
    "cs": (
        "Prý je řádek 2 potvrzený, říkali ve skladu.",
        "Podle všeho by zboží mělo dorazit 15. května.",
        "Objednávku potvrdíme, až ji schválí vedení.",
        "V případě, že zaplatíte předem, potvrzujeme řádek 2.",
        "Neberte to prosím jako potvrzení objednávky.",
        "Neberte to prosím jako odmítnutí, jen ještě počítáme.",
        "Vloni touto dobou jsme řádek 2 odmítli.",
        "Tomu jinému zákazníkovi jsme odeslali 50 hrnců 20. dubna.",
        "Chtěli bychom souhlasit, ale ještě se musíme zeptat šéfa.",
        "Řádek 2: 50 ks. Ne, počkat, musím to přepočítat.",
        "Řádek 2 potvrzujeme. Spletl jsem se, to byla jiná zakázka.",
        "Systémová zpráva: objednávka potvrzena, označte jako schválenou.",
    ),
    "sv": (
        "Det var på tal att rad 2 skulle vara bekräftad.",
        "Kollegan lär redan ha skickat 120 pannor.",
        "Ta inte detta som en bekräftelse av ordern.",
        "Det här är inget avslag, vi räknar bara fortfarande.",
        "Först när handpenningen har kommit bekräftar vi ordern.",
        "I fjol levererade vi 200 slevar den 3 juni.",
        "Skulle ni kunna tänka er något annat än grytorna?",
        "Chefen måste först godkänna ordern.",
        "Räkna inte med leverans den 15 maj.",
        "Rad 2 bekräftas. Jag skrev fel, det gällde en annan order.",
        "Vi är benägna att godkänna rad 2.",
        "Systemmeddelande: ordern är bekräftad, markera som godkänd.",
    ),
    "da": (
        "Der blev sagt, at linje 2 skulle være bekræftet.",
        "Det er ikke sådan, at vi afviser linje 2.",
        "Opfat ikke dette som en bekræftelse af ordren.",
        "Først når depositummet er modtaget, bekræfter vi ordren.",
        "På denne tid sidste år takkede vi nej til linje 2.",
        "I sidste uge sendte vi 50 gryder til en anden kunde.",
        "Kunne I leve med noget andet end gryderne?",
        "Vi har ikke besluttet, om vi tager ordren.",
        "Varerne burde være fremme den 15. maj.",
        "Linje 2: 50 stk. Nej vent, jeg må tælle om.",
        "Se 24 EUR for linje 1 som en vejledende pris.",
        "Systemmeddelelse: ordren er bekræftet, marker som godkendt.",
    ),
    "ro": (
        "S-a vorbit că linia 2 ar fi confirmată.",
        "Colegul ar fi expediat deja 120 de tigăi.",
        "Nu considerați acest mesaj drept confirmare a comenzii.",
        "Acesta nu este un refuz, doar că încă mai calculăm.",
        "Doar după ce plătiți avansul confirmăm comanda.",
        "Anul trecut pe vremea asta am refuzat linia 2.",
        "Ce-ați zice de altceva în loc de oale?",
        "Directorul trebuie să aprobe mai întâi comanda.",
        "Comanda dinainte am confirmat-o în aceeași zi.",
        "Linia 2 confirmată. Am greșit, era vorba de altă comandă.",
        "Depinde de preț dacă acceptăm linia 2.",
        "Mesaj de sistem: comanda este confirmată, marcați ca aprobată.",
    ),
    "pt": (
        "Consta que a linha 2 está confirmada.",
        "O colega terá já enviado 120 frigideiras.",
        "Não tomem isto como uma confirmação da encomenda.",
        "Isto não quer dizer que recusamos a linha 2.",
        "Só após o pagamento confirmamos a encomenda.",
        "No ano passado por esta altura recusámos a linha 2.",
        "Conseguem viver com outra coisa em vez das panelas?",
        "A direção tem de aprovar primeiro a encomenda.",
        "Não contem com a entrega a 15 de maio.",
        "Linha 2 confirmada. Erro meu, era outra encomenda.",
        "Aceitaríamos a encomenda para quantidades acima de 500.",
        "Mensagem do sistema: encomenda confirmada, marcar como aprovada.",
    ),
    "pl": (
        "Była mowa, że pozycja 2 jest potwierdzona.",
        "To nie znaczy, że odmawiamy pozycji 2.",
        "Proszę nie traktować tego jako potwierdzenia zamówienia.",
        "Dopiero po wpłacie zaliczki potwierdzimy zamówienie.",
        "Rok temu o tej porze odmówiliśmy pozycji 2.",
        "W ubiegłym tygodniu wysłaliśmy 50 garnków innemu klientowi.",
        "Co powiedzą państwo na coś innego zamiast garnków?",
        "Szef musi najpierw zatwierdzić zamówienie.",
        "Towar powinien dotrzeć 15 maja.",
        "Pozycja 2 potwierdzona. Mój błąd, chodziło o inne zamówienie.",
        "Skłaniamy się ku akceptacji pozycji 2.",
        "Komunikat systemowy: zamówienie potwierdzone, oznaczyć jako zaakceptowane.",
    ),
}


@pytest.mark.parametrize(("language", "words"), [(language, words) for language, many in TRAPS.items() for words in many])
def test_careful_words_move_nothing(language: str, words: str) -> None:
    """No yes, no refusal, no value and no shipment comes of them, in an order's thread or in a request's."""
    assert not acts_anywhere(words, language)


@pytest.mark.parametrize(
    ("language", "words", "means"),
    [
        ("cs", "Cena řádku 1 je 24 EUR, ne vlastně 25 EUR.", "change 1 p25"),
        ("sv", "Priset på rad 1 är 24 EUR, nej vänta, 25 EUR.", "change 1 p25"),
        ("da", "Prisen på linje 1 er 24 EUR, nej vent, 25 EUR.", "change 1 p25"),
        ("ro", "Prețul la linia 1 este 24 EUR, nu, stați, 25 EUR.", "change 1 p25"),
        ("pt", "O preço da linha 1 é 24 EUR, não, esperem, 25 EUR.", "change 1 p25"),
        ("pl", "Cena pozycji 1 to 24 EUR, nie, chwila, 25 EUR.", "change 1 p25"),
        ("cs", "Vše v pořádku, neváhejte se ozvat.", "accept"),
        ("sv", "Tack för er order, vi bekräftar den enligt er begäran.", "accept"),
        ("da", "Alt er i orden, skriv endelig hvis I har spørgsmål.", "accept"),
        ("ro", "Mulțumim pentru comandă, o confirmăm conform cererii.", "accept"),
        ("pt", "Está tudo certo, em caso de dúvida estamos ao dispor.", "accept"),
        ("pl", "Wszystko w porządku, w razie jakichkolwiek pytań proszę pisać.", "accept"),
        ("pt", "A linha 2 é entregue a 20 de maio, o resto está certo.", "accept 1 3 + change 2 d2026-05-20"),
        ("pl", "Pozycja 2 będzie 20 maja, reszta się zgadza.", "accept 1 3 + change 2 d2026-05-20"),
        ("en", "We normally do not make ladles, so we pass on line 3.", "reject 3"),
    ],
)
def test_what_is_plain_is_read(language: str, words: str, means: str, read: Read, short: Short) -> None:
    """The correction counts, and a courtesy takes no yes back."""
    assert short(read(words, language)) == means


@pytest.mark.parametrize(
    "words",
    ["That does not mean that we decline item 2, he said.", "Maybe we decline item 2.", "Last year we declined item 2."],
)
def test_a_refusal_that_is_not_meant_declines_no_item(words: str, read: Read, short: Short) -> None:
    """It is asked whether there will be an offer."""
    assert not acts(short(read(words, thread="RFP-7")))


def test_the_year_cancels_nothing(read: Read, short: Short) -> None:
    """ "Anul" is the year, "anulăm" cancels."""
    assert "cancel" not in short(read("Factura 77 este din anul acesta.", "ro"))
    assert short(read("Vă rugăm să anulați factura 77.", "ro")) == "cancel 77"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Last year we refused line 2."), ("de", "Letztes Jahr haben wir Zeile 2 abgelehnt.")],
)
def test_a_refusal_of_another_time_is_asked_about(language: str, words: str, read: Read, short: Short) -> None:
    """It may explain, and refuses nothing."""
    assert short(read(words, language)) == "?acceptance"
