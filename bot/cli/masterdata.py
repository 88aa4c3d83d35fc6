"""`counterfoil supplier show, change, requests, confirm, refuse, bank, disable`: a supplier's own data (docs/rules.md 7)."""

from collections.abc import Iterator

import click

from bot.cli.desk import Desk, Fault, desk, json_option
from bot.cli.shapes import print_rows, request_json, supplier_json
from bot.cli.supplier_desk import act_on, decide, known, tell
from core.commands.buyer_people import SetStatus
from core.commands.buyer_suppliers import ConfirmBank, DropBank, ProposeBank, SetProfile, SettleRequest
from core.iban import iban as checked
from core.names import SupplierId
from core.party import ProfileField, RequestKind, Supplier, SupplierStatus
from core.proposal import ProposalStatus

PAGE = 200
NOTES = 1000
"""The newest credit notes of a supplier, of which the balances are shown."""


@click.command()
@click.argument("supplier")
@json_option
@click.pass_context
def show(ctx: click.Context, supplier: str, as_json: bool) -> None:
    """Show a supplier.

    Example: counterfoil supplier show S-12
    """
    with desk(ctx) as d:
        found = known(d, supplier)
        if as_json:
            click.echo(supplier_json(found))
            return
        for line in _lines(found):
            click.echo(line)
        with d.bot.store.read() as unit:
            notes = unit.documents.credits_of(found.id, limit=NOTES)
        for note in (n for n in notes if n.balance.amount > 0):
            click.echo(
                f"  credit balance {note.balance} ({note.reference}): spend it by `invoice pay INV --credit {note.reference}`"
            )


def _lines(found: Supplier) -> Iterator[str]:
    rate = "house rate" if found.tolerance is None else f"{found.tolerance:f} %"
    yield f"{found.id}  {found.name}, {found.status.value}, country {found.country or '–'}, {found.currency}, tolerance {rate}"
    yield f"VAT id {found.vat_id or '–'}  accounts on file: {len(found.ibans)}"
    yield f"address {found.address or '–'}  phone {found.phone or '–'}"
    for c in found.contacts:
        quiet = "  fewer mails" if c.quiet else ""
        yield f"  {c.address}  {c.name}  {c.language.value}  {', '.join(sorted(r.value for r in c.roles))}{quiet}"
    for r in found.requests:
        yield f"  request {r.number}: {r.kind.value.replace('_', ' ')} {r.value}, asked by {r.asked_by}"
    if found.bank:
        yield f"  bank accounts proposed by {found.bank.proposed_by}: see `counterfoil supplier bank {found.id}`"


@click.command()
@click.argument("supplier")
@click.option("--name")
@click.option("--address")
@click.option("--vat-id")
@click.option("--phone", help="For call-backs, from your own records.")
@json_option
@click.pass_context
def change(
    ctx: click.Context,
    supplier: str,
    name: str | None,
    address: str | None,
    vat_id: str | None,
    phone: str | None,
    as_json: bool,
) -> None:
    """Change a supplier's name, address, VAT id or phone number, from your own records.

    Example: counterfoil supplier change S-12 --phone "+31 20 5550123"
    """
    given = {ProfileField.NAME: name, ProfileField.ADDRESS: address, ProfileField.VAT_ID: vat_id, ProfileField.PHONE: phone}
    wanted = {field: value for field, value in given.items() if value}
    if not wanted:
        raise Fault("say what changes: --name, --address, --vat-id or --phone")
    for field, value in wanted.items():
        act_on(ctx, supplier, SetProfile(field=field, value=value), as_json)


@click.command()
@click.argument("supplier", required=False)
@json_option
@click.pass_context
def requests(ctx: click.Context, supplier: str | None, as_json: bool) -> None:
    """List what suppliers ask to change, of all or of one.

    Example: counterfoil supplier requests
    """
    with desk(ctx) as d:
        found = [known(d, supplier)] if supplier else list(_every(d))
    rows = [(s, r) for s in found for r in s.requests]
    if as_json:
        for one, request in rows:
            click.echo(request_json(one, request))
        return
    shown = [
        (s.id, str(r.number), r.kind.value.replace("_", " "), _value(s, r.kind), r.value, r.asked_by, f"{r.asked_at:%Y-%m-%d}")
        for s, r in rows
    ]
    print_rows(("supplier", "no.", "what", "now", "asked for", "asked by", "on"), shown)


def _value(supplier: Supplier, kind: RequestKind) -> str:
    return str(getattr(supplier, kind.value, ""))


def _every(d: Desk) -> Iterator[Supplier]:
    last: SupplierId | None = None
    with d.bot.store.read() as unit:
        while page := unit.people.suppliers(last, PAGE):
            yield from page
            last = page[-1].id


@click.command()
@click.argument("supplier")
@click.argument("number", type=int)
@json_option
@click.pass_context
def confirm(ctx: click.Context, supplier: str, number: int, as_json: bool) -> None:
    """Confirm a change that a supplier asked for: it is made, and the supplier is told.

    Example: counterfoil supplier confirm S-12 3
    """
    act_on(ctx, supplier, SettleRequest(number=number), as_json)


@click.command()
@click.argument("supplier")
@click.argument("number", type=int)
@click.argument("reason")
@json_option
@click.pass_context
def refuse(ctx: click.Context, supplier: str, number: int, reason: str, as_json: bool) -> None:
    """Refuse a change that a supplier asked for; the supplier is told the reason.

    Example: counterfoil supplier refuse S-12 3 "please send us the certificate of registration"
    """
    act_on(ctx, supplier, SettleRequest(number=number, confirmed=False, reason=reason), as_json)


@click.command()
@click.argument("supplier")
@click.option("--iban", "ibans", multiple=True, help="Propose this account; may be repeated.")
@click.option("--called", default="", help="The call-back: which number on file, whom, when. Needed for a proposal.")
@click.option("--confirm", "confirmed", is_flag=True, help="Confirm what another admin proposed.")
@click.option("--drop", is_flag=True, help="Drop what was proposed.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@click.pass_context
def bank(
    ctx: click.Context,
    supplier: str,
    ibans: tuple[str, ...],
    called: str,
    confirmed: bool,
    drop: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Bank accounts: show them, propose others after a call-back, confirm what another admin proposed, or drop it.

    Example: counterfoil supplier bank S-12 --iban "NL91 ABNA 0417 1643 00" --called "+31 20 5550123, Mr Hendry, 10:30"
    """
    if bool(ibans) + confirmed + drop > 1:
        raise Fault("say one of --iban, --confirm and --drop")
    with desk(ctx) as d:
        found = known(d, supplier)
        if ibans:
            proposed = tuple(checked(text) for text in ibans)
            tell(d, decide(d, supplier, ProposeBank(ibans=proposed, called=called)), as_json)
        elif drop:
            tell(d, decide(d, supplier, DropBank()), as_json)
        elif confirmed:
            _confirm(d, found, yes, as_json)
        else:
            for line in _accounts(d, found):
                click.echo(line)


def _accounts(d: Desk, found: Supplier) -> Iterator[str]:
    yield f"{found.id}  {found.name}, phone on file {found.phone or '–'}"
    for account in found.ibans:
        yield f"  on file   {account}"
    if found.bank is None:
        return
    for account in found.bank.ibans:
        yield f"  proposed  {account}"
    with d.bot.store.read() as unit:
        note = unit.blobs.get(found.bank.called) or b"(erased)"
    yield f"  by {found.bank.proposed_by}, {found.bank.proposed_at:%Y-%m-%d %H:%M}; called: {note.decode()}"


def _confirm(d: Desk, found: Supplier, yes: bool, as_json: bool) -> None:
    """What is confirmed is what was shown, also when somebody proposes something else meanwhile."""
    if found.bank and not yes:
        for line in _accounts(d, found):
            click.echo(line)
        click.confirm("Is this the account that was named in the call?", abort=True)
    shown = found.bank.ibans if found.bank else ()
    tell(d, decide(d, found.id, ConfirmBank(ibans=shown)), as_json)


@click.command()
@click.argument("supplier")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@click.pass_context
def disable(ctx: click.Context, supplier: str, yes: bool, as_json: bool) -> None:
    """Switch the portal off for a supplier. Its Drafts are mailed back to it and deleted; it says how many.

    Example: counterfoil supplier disable S-12
    """
    from bot.dossiers import MANY, drafts_of

    with desk(ctx) as d:
        found = known(d, supplier)
        with d.bot.store.read() as unit:
            quotes = unit.documents.proposals_of(found.id, (ProposalStatus.DRAFT,), limit=MANY)
            drafts = sum(1 for _ in drafts_of(unit, found.id)) + len(quotes)
        if not yes:
            click.confirm(f"{drafts} documents in Draft will be mailed back and deleted. Disable {found.id}?", abort=True)
        tell(d, decide(d, found.id, SetStatus(status=SupplierStatus.DISABLED)), as_json)
