"""One long conversation on real servers: two suppliers in two languages, from the request for proposal to the last payment."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from tests.peers.test_main_job import office_pdf
from tests.peers.town import Town, service, text_of

BILL = """<html><body><h1>Töpferei Lehm</h1><p>Am Brennofen 3, 04109 Leipzig, USt-IdNr. DE811907980</p>
<p>An: Acme Kitchens GmbH</p><h2>Rechnung</h2>
<table><tr><td>Rechnungsnummer</td><td>{number}</td></tr><tr><td>Rechnungsdatum</td><td>{day:%d.%m.%Y}</td></tr>
<tr><td>Ihre Bestellung</td><td>PO-1</td></tr></table>
<table border="1"><tr><th>Pos.</th><th>Bezeichnung</th><th>Menge</th><th>Einzelpreis</th><th>Betrag</th></tr>{rows}</table>
<table><tr><td>Nettobetrag</td><td>{net}</td></tr><tr><td>MwSt. 19 %</td><td>{tax}</td></tr>
<tr><td>Gesamtbetrag EUR</td><td>{gross}</td></tr></table></body></html>"""
ROW = "<tr><td>{place}</td><td>{what}</td><td>{many}</td><td>{price}</td><td>{amount}</td></tr>"


def about(*words: str) -> Callable[[EmailMessage], bool]:
    """A letter whose subject and words hold all of these."""
    return lambda letter: all(word in f"{letter['Subject']} {text_of(letter)}" for word in words)


def bill(town: Town, number: str, rows: tuple[tuple[str, str, str, str], ...], net: str, tax: str, gross: str) -> bytes:
    """The potter's invoice on PO-1, made by LibreOffice."""
    lines = "".join(ROW.format(place=n, what=w, many=m, price=p, amount=a) for n, (w, m, p, a) in enumerate(rows, 1))
    text = BILL.format(number=number, day=datetime.now(UTC).date(), rows=lines, net=net, tax=tax, gross=gross)
    return office_pdf(town.folder, number, text)


@pytest.mark.peer
@pytest.mark.timeout(300)
@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_from_the_request_to_the_last_payment(town: Town) -> None:
    """Asked, offered, awarded, ordered, confirmed, billed above the order, taken by one, approved by another, paid."""
    address = town.peers.address
    town.say("buyer", "add", address["approver"], "--name", "Carla Voss", "--role", "approver", "--role", "accountant")
    town.say("supplier", "add", "Töpferei Lehm", "--contact", address["potter"], "--country", "DE", "--language", "de")
    with (town.folder / "counterfoil.toml").open("a") as more:
        more.write(f'[[policy.bands]]\nabove = "1000"\napprovers = ["{address["approver"]}"]\n')
    later = f"{datetime.now(UTC).date() + timedelta(days=10)}"
    items = ("--item", "400 pcs x Bowl 24 cm", "--item", "40 pcs x Jug 1.5 l with lid")
    with service(town.folder):
        town.say(
            "rfp", "new", "--title", "Canteen", *items, "--deadline", later, "--supplier", "S-1", "--supplier", "S-2", "--open"
        )
        english = town.awaits("supplier", about("Request for proposal RFP-1"))
        german = town.awaits("potter", about("Anfrage RFP-1"))

        town.replies(english, "Item 1: 3.10 EUR\nItem 2: 16.00 EUR")
        town.awaits("supplier", about("3.10", "16.00"))
        town.replies(german, "Position 1: 2,95 EUR, Lieferzeit 14 Tage\nPosition 2: 14,50 EUR", user="potter")
        town.awaits("potter", about("2,95", "14,50"))
        assert "2.95" in town.say("rfp", "compare", "RFP-1")

        town.say("rfp", "award", "RFP-1", "--all", "S-2")
        town.awaits("supplier", about("was not chosen"))
        order = town.awaits("potter", about("[PO-1]", "Bestellung"))
        town.replies(order, "Wir bestätigen die Bestellung wie bestellt.", user="potter")
        town.awaits("potter", about("PO-1", "NEIN"))
        assert "accepted" in town.say("po", "show", "PO-1").lower()

        rows = (("Bowl 24 cm", "400", "2,95", "1.180,00"), ("Jug 1.5 l with lid", "40", "15,50", "620,00"))
        dear = bill(town, "R-88", rows, net="1.800,00", tax="342,00", gross="2.142,00")
        town.replies(order, "Unsere Rechnung im Anhang.", ("Rechnung-R-88.pdf", dear), user="potter")
        town.awaits("potter", about("R-88", "40,00"))
        asked = town.awaits("buyer", about("INV-1", "15.50"))
        town.replies(asked, "approve", user="buyer")
        asked = town.awaits("approver", about("INV-1", "approve"))
        town.replies(asked, "approve", user="approver")
        town.awaits("potter", about("R-88", "freigegeben"))

        town.say("invoice", "pay", "INV-1", "2142.00", "--remittance", "SEPA 4713")
        town.awaits("potter", about("SEPA 4713", "bezahlt"))
        assert "Paid" in town.say("invoice", "show", "INV-1")
        for letter in (*town.letters("supplier"), *town.letters("potter")):
            theirs = ("Lehm", "2.95", "14.50") if str(letter["To"]).endswith("supplier.test>") else ("Corvina", "3,10", "16,00")
            assert not any(word in text_of(letter) for word in theirs), letter["Subject"]
