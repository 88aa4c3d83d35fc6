"""Everyday words of Swedish, Danish, Czech and Romanian sales offices: what they say plainly, and what must not act."""

from collections.abc import Callable

import pytest

from tests.parsers.intent.conftest import acts_anywhere

Read = Callable[..., object]
Short = Callable[[object], str]

TRAPS = {
    "sv": (
        "Enligt kollegan är rad 2 bekräftad.",
        "Vi säger inte nej till rad 2.",
        "Det stämmer inte att vi avvisar ordern.",
        "Vi hade tänkt avböja rad 3 men har inte bestämt oss.",
        "Kollegan kommer den 20 maj.",
        "Jag är färdig med semestern den 4 maj.",
        "Vår säljare kommer till er den 20 maj.",
        "Jag kan komma till er den 20 maj.",
        "Mötet skjuts upp till den 20 maj.",
        "Mötet har flyttats till den 20 maj.",
        "Katalogen levereras den 20 maj.",
        "Provet är klart den 20 maj.",
        "Mitt tåg kommer den 12 maj klockan 9.",
        "Svaret dröjer till den 28 april.",
        "Reklamationen på rad 2 godkänns.",
        "Vi kan inte neka till att rad 2 är försenad.",
        "Vi bekräftar gärna när ni har skickat ritningarna.",
        "Godkänner ni så levererar vi den 20 maj.",
        "Annars får vi tacka nej till ordern.",
        "Hade vi fått ordern tidigare hade vi kunnat bekräfta.",
    ),
    "da": (
        "Ifølge kollegaen er linje 2 bekræftet.",
        "Vi siger ikke nej til linje 2.",
        "Det passer ikke, at vi afviser ordren.",
        "Vi havde tænkt os at afvise linje 3, men har ikke besluttet os.",
        "Vi kan ikke love, at gryderne kommer den 20. maj.",
        "Havde vi fået ordren før, kunne vi have bekræftet.",
        "Kollegaen kommer den 20. maj.",
        "Jeg er færdig med ferien den 4. maj.",
        "Vores sælger kommer til jer den 20. maj.",
        "Jeg kan komme til jer den 20. maj.",
        "Mødet udsættes til den 20. maj.",
        "Kataloget leveres den 20. maj.",
        "Prøven er klar den 20. maj.",
        "Den nye prisliste er klar den 4. maj.",
        "Mit tog kommer den 12. maj klokken 9.",
        "Vi kan ikke svare før den 28. april.",
        "Reklamationen på linje 2 godkendes.",
        "Godkender I, så leverer vi den 20. maj.",
    ),
    "cs": (
        "Podle kolegy je řádek 2 potvrzený.",
        "Není pravda, že odmítáme objednávku.",
        "Obchodník řekl ne řádku 2, ale bylo to nedorozumění.",
        "Náš obchodník k vám dorazí 20. května.",
        "Mohu k vám přijít 20. května.",
        "Schůzka se odkládá na 20. května.",
        "Katalog vám doručíme 20. května.",
        "Vzorek bude hotový 20. května.",
        "Můj vlak přijede 12. května v 9 hodin.",
        "Odpověď se zdrží do 28. dubna.",
        "Objednávku bereme na vědomí.",
        "Přijato, děkujeme!",
        "Jinak musíme objednávku odmítnout.",
    ),
    "ro": (
        "Conform colegului, linia 2 este confirmată.",
        "Nu spunem nu la linia 2.",
        "Nu este adevărat că refuzăm comanda.",
        "Ne gândeam să refuzăm linia 3, dar încă nu ne-am hotărât.",
        "Agentul a spus nu la linia 2, dar a fost o neînțelegere.",
        "Colegul vine pe 20 mai.",
        "Pot veni la dvs. pe 20 mai.",
        "Ședința se mută pe 20 mai.",
        "Mostra va fi gata pe 20 mai.",
        "Noua listă de prețuri va fi gata pe 4 mai.",
        "Trenul meu ajunge pe 12 mai la ora 9.",
        "Răspunsul vine pe 28 aprilie.",
        "Reclamația la linia 2 este acceptată.",
        "Fabrica se redeschide pe 18 mai.",
    ),
}


@pytest.mark.parametrize(("language", "words"), [(language, words) for language, many in TRAPS.items() for words in many])
def test_what_is_not_the_order_moves_nothing(language: str, words: str) -> None:
    """Colleagues, meetings, samples, hearsay and conditions accept, refuse and move nothing, whatever the thread."""
    assert not acts_anywhere(words, language)


COMING = {
    "sv": ("anländer till er", "dröjer till", "kan hämtas", "blir färdiga"),
    "da": ("ankommer", "bliver færdige", "kan hentes", "trækker ud til"),
    "cs": ("k vám přijedou", "vám doručíme", "se zdrží do", "seženeme do"),
    "ro": ("vin pe", "sosesc pe", "pot fi ridicate pe", "vor ajunge pe"),
}
POTS = {
    "sv": "Grytorna {} den 20 maj.",
    "da": "Gryderne {} den 20. maj.",
    "cs": "Hrnce {} 20. května.",
    "ro": "Oalele {} 20 mai.",
}


@pytest.mark.parametrize(("language", "verb"), [(language, verb) for language, verbs in COMING.items() for verb in verbs])
def test_goods_that_come_have_a_new_day(language: str, verb: str, read: Read, short: Short) -> None:
    """Every ordinary verb of coming, being ready and being fetched tells the day of the goods before it."""
    assert short(read(POTS[language].format(verb), language)) == "change 2 d2026-05-20"


@pytest.mark.parametrize(
    ("language", "words", "means"),
    [
        ("sv", "Ok från vår sida, ni får varorna som beställt.", "accept"),
        ("sv", "Toppen, då kör vi på det!", "accept"),
        ("sv", "Tyvärr måste vi tacka nej till ordern.", "reject"),
        ("sv", "Av grytorna har vi bara 50 kvar.", "change 2 q50"),
        ("sv", "Er beställning har kommit in till oss.", "received"),
        ("sv", "Sätt gärna anna@corvina.example på kopia framöver.", "contact +anna@corvina.example"),
        ("sv", "Vad ligger öppet hos er?", "open"),
        ("da", "Vi kan desværre ikke tage denne ordre.", "reject"),
        ("da", "Leveringen af gryderne er flyttet til den 20. maj.", "change 2 d2026-05-20"),
        ("da", "Ordren blev hentet i går af DSV.", "ship d2026-04-23 c=DSV"),
        ("da", "Glem det, jeg skrev før, det var forkert.", "withdraw"),
        ("da", "Jeres bestilling er kommet ind hos os.", "received"),
        ("cs", "Vypadá to dobře, jdeme do toho.", "accept"),
        ("cs", "U položky 2 můžeme dodat jen 50 ks, ostatní dvě jsou v pořádku.", "accept 1 3 + change 2 q50"),
        ("cs", "Tuto objednávku bohužel nemůžeme přijmout.", "reject"),
        ("cs", "Naběračky se už nevyrábějí.", "reject 3"),
        ("cs", "Objednávku máme, ale ještě jsme se k ní nedostali.", "received"),
        ("cs", "Pánev stojí 25,20 EUR za kus.", "change 1 p25.20"),
        ("ro", "Linia 2 vine abia pe 19 mai, restul e în regulă.", "accept 1 3 + change 2 d2026-05-19"),
        ("ro", "Din păcate nu putem prelua această comandă.", "reject"),
        ("ro", "Am mutat livrarea liniei 2 pe 20 mai.", "change 2 d2026-05-20"),
        ("ro", "Comanda dumneavoastră a intrat la noi.", "received"),
    ],
)
def test_what_is_plain_is_read(language: str, words: str, means: str, read: Read, short: Short) -> None:
    """Plain words of the trade are understood as English ones are."""
    assert short(read(words, language)) == means
