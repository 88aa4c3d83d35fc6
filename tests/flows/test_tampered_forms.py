"""A form whose hidden key was changed, or moved to another document, is not read, and the sender hears what to do (T37)."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from core.names import Reference
from tests.flows.conftest import PAN, POT, SALES, House, to
from tests.flows.test_fill_in_sheet import order_in, sheet_of
from tests.flows.test_rfp import S_1, asked, status
from tests.flows.test_rfp_forms import file_of, filled
from tests.office import typed

__all__ = ["asked"]
pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
NOT_READ = "a sheet that we did not make for you, or that was damaged: not read. Please use the one from our latest mail"


def swapped(file: bytes, old: str, new: str) -> bytes:
    """The packed file with a text in its parts replaced, as somebody does who knows what he is looking for."""
    into, count = BytesIO(), 0
    with ZipFile(BytesIO(file)) as packed, ZipFile(into, "w", ZIP_DEFLATED) as made:
        for name in packed.namelist():
            content = packed.read(name)
            count += content.count(old.encode())
            made.writestr(name, content.replace(old.encode(), new.encode()))
    assert count, f"{old} stands nowhere in the file"
    return into.getvalue()


def key_in(file: bytes) -> str:
    """The signature."""
    with ZipFile(BytesIO(file)) as packed:
        text = "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist() if name.endswith(".xml"))
    found = set(re.findall(r"(?<![a-z2-7])[a-z2-7]{16}(?![a-z2-7])", text)) - {"wordprocessingml"}
    assert len(found) == 1, found
    return str(found.pop())


def test_the_orders_sheet_with_another_key_or_for_another_order(house: House) -> None:
    """Neither a made-up key, nor the key of PO-1034 under the name of PO-1035."""
    order = house.orders(PAN)
    house.orders(POT, number="PO-1035")
    sheet = typed(sheet_of(order), {"J5": "confirm"})

    for tampered in (swapped(sheet, key_in(sheet), "a" * 16), swapped(sheet, "PO-1034", "PO-1035")):
        told = to(house.writes("", answers=order, files=(("PO.xlsx", tampered),)), SALES)
        assert NOT_READ in told.text
    assert order_in(house).answers == order_in(house, "PO-1035").answers == ()

    house.writes("", answers=order, files=(("PO.xlsx", sheet),))
    assert order_in(house).confirmation.name == "ACCEPTED"


@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
def test_the_form_of_a_request_with_another_key(asked: House, ending: str) -> None:
    """The sheet and the text file alike; the untouched one is read."""
    invitation = to(asked.delivered(), SALES)
    file = file_of(invitation, ending)
    good = typed(file, {"H7": "3.10"}) if ending == ".xlsx" else filled(file, {1: "3.10"})

    told = to(asked.writes("", answers=invitation, files=((f"offer{ending}", swapped(good, key_in(file), "a" * 16)),)), SALES)
    assert NOT_READ in told.text
    assert status(asked, S_1) == "Received"

    asked.writes("", answers=invitation, files=((f"offer{ending}", good),))
    assert status(asked, S_1) == "Draft"


def test_an_invoice_form_for_another_order_is_an_invoice_on_that_order_and_judged_like_any(house: House) -> None:
    """Its key gives no right: what it bills is matched; here nothing of what the other order ordered."""
    from datetime import date

    from tests.flows.test_sending import content

    order = house.orders(PAN)
    house.orders(POT, number="PO-1035")
    letter = to(house.writes("Please send us an invoice form.", answers=order), SALES)
    form = typed(content(letter, ".xlsx"), {"B7": "R-77", "B8": date(2026, 4, 20)})

    house.writes("", answers=letter, files=(("form.xlsx", swapped(form, "PO-1034", "PO-1035")),))

    assert house.status("INV-1") == "Matching"
    with house.bot.store.read() as unit:
        found = unit.documents.invoice(Reference("INV-1"))
    assert found is not None and found.orders == (Reference("PO-1035"),)
