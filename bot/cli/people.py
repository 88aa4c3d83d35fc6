"""`counterfoil supplier` and `counterfoil buyer`."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from bot.cli import masterdata
from bot.cli.desk import Desk, Fault, desk, json_option, tell_service
from bot.cli.invoices import AMOUNT
from bot.cli.shapes import buyer_json, print_rows, supplier_json
from bot.cli.supplier_desk import act_on, tell
from core.commands.buyer_people import AddBuyer, AddContact, AddSupplier, RemoveBuyer, RemoveContact, SetStatus, SetTolerance
from core.commands.buyer_self import SetDeputy
from core.money import currency
from core.names import SupplierId, address
from core.party import Buyer, BuyerRole, Contact, ContactRole, Language, Supplier, SupplierStatus, language_of

if TYPE_CHECKING:
    pass

LANGUAGES = click.Choice([language.value for language in Language])
CONTACT_ROLES = click.Choice([r.value for r in ContactRole])
BUYER_ROLES = click.Choice([r.value for r in BuyerRole])


@click.group()
def supplier() -> None:
    """Suppliers.

    Example: counterfoil supplier add "Corvina Metalware B.V." --contact sales@corvina.example --country NL
    """


@supplier.command()
@click.argument("name")
@click.option("--contact", "contacts", multiple=True, metavar="MAIL", help="Who is written to; may be repeated.")
@click.option("--country", default="", metavar="ISO", help="Such as NL.")
@click.option("--currency", "code", default="EUR", show_default=True)
@click.option("--vat-id", default="", help="As it stands on its invoices.")
@click.option("--iban", "ibans", multiple=True, help="Its account on file; may be repeated.")
@click.option("--tolerance", type=AMOUNT, help="Rate in per cent; without it the house rate counts.")
@click.option("--language", type=LANGUAGES, help="Without it: by the country, else by the end of the address.")
@click.option("--pending", is_flag=True, help="Not approved yet: it gets no orders.")
@click.option("--address", "place", default="", help="Where it is.")
@click.option("--phone", default="", help="The number to call back.")
@click.option("--from-mail", type=int, metavar="ID", help="A held mail: its sender is the contact, and the supplier is pending.")
@json_option
@click.pass_context
def add(
    ctx: click.Context,
    name: str,
    contacts: tuple[str, ...],
    country: str,
    code: str,
    vat_id: str,
    ibans: tuple[str, ...],
    tolerance: Decimal | None,
    language: str | None,
    pending: bool,
    place: str,
    phone: str,
    from_mail: int | None,
    as_json: bool,
) -> None:
    """Enter a supplier; its accounts on file are those that you enter here, later ones need two admins.

    Example: counterfoil supplier add "Corvina Metalware B.V." --contact sales@corvina.example --tolerance 5
    """
    from bot.dossiers import with_known

    with desk(ctx) as d:
        if from_mail is not None:
            from bot.cli.mailroom import sender_of

            contacts = (*contacts, sender_of(d, from_mail))
        if not contacts:
            raise Fault("say --contact MAIL, or --from-mail ID of a held mail")
        found = tuple(address(c) for c in dict.fromkeys(contacts))
        spoken = Language(language) if language else language_of(country, found[0])
        people = tuple(Contact(address=who, language=spoken) for who in found)
        with d.bot.store.read() as unit:
            number = unit.counters.peek().supplier
        new = Supplier(
            id=SupplierId(f"S-{number}"),
            name=name,
            status=SupplierStatus.PENDING if pending or from_mail is not None else SupplierStatus.APPROVED,
            country=country.upper(),
            currency=currency(code),
            vat_id=vat_id,
            ibans=ibans,
            tolerance=tolerance,
            contacts=people,
            address=place,
            phone=phone,
        )
        tell(d, d.say(None, AddSupplier(supplier=new), grow=with_known(new)), as_json)


@supplier.command("list")
@click.option("--after", metavar="S-n", help="Go on behind this one.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
@click.pass_context
def list_(ctx: click.Context, after: str | None, limit: int, as_json: bool) -> None:
    """List suppliers.

    Example: counterfoil supplier list
    """
    with desk(ctx) as d, d.bot.store.read() as unit:
        found = unit.people.suppliers(SupplierId(after.upper()) if after else None, limit)
        if as_json:
            for one in found:
                click.echo(supplier_json(one))
            return
        rows = [(s.id, s.name, s.status.value, s.country, ", ".join(c.address for c in s.contacts)) for s in found]
        print_rows(("id", "name", "status", "country", "contacts"), rows)


@supplier.command()
@click.argument("supplier")
@json_option
@click.pass_context
def approve(ctx: click.Context, supplier: str, as_json: bool) -> None:
    """Approve a pending supplier: it may get orders.

    Example: counterfoil supplier approve S-12
    """
    act_on(ctx, supplier, SetStatus(status=SupplierStatus.APPROVED), as_json)


@supplier.command()
@click.argument("supplier")
@json_option
@click.pass_context
def enable(ctx: click.Context, supplier: str, as_json: bool) -> None:
    """Switch the portal on again for a supplier.

    Example: counterfoil supplier enable S-12
    """
    act_on(ctx, supplier, SetStatus(status=SupplierStatus.APPROVED), as_json)


@supplier.command()
@click.argument("supplier")
@click.argument("rate")
@json_option
@click.pass_context
def tolerance(ctx: click.Context, supplier: str, rate: str, as_json: bool) -> None:
    """Set the tolerance rate in per cent; "house" takes the house rate.

    Example: counterfoil supplier tolerance S-12 5
    """
    value = None if rate == "house" else AMOUNT.convert(rate, None, ctx)
    act_on(ctx, supplier, SetTolerance(rate=value), as_json)


@supplier.command()
@click.argument("supplier")
@click.option("--add", metavar="MAIL", help="Add this contact, or change it.")
@click.option("--remove", metavar="MAIL", help="Remove this contact.")
@click.option("--name", default="")
@click.option("--language", type=LANGUAGES, default="en")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice([r.value for r in ContactRole]), help="May be repeated; all without it."
)
@json_option
@click.pass_context
def contacts(
    ctx: click.Context,
    supplier: str,
    add: str | None,
    remove: str | None,
    name: str,
    language: str,
    roles: tuple[str, ...],
    as_json: bool,
) -> None:
    """Add, change or remove a contact.

    Example: counterfoil supplier contacts S-12 --add anna@corvina.example --role invoices
    """
    if bool(add) == bool(remove):
        raise Fault("say --add MAIL or --remove MAIL")
    try:
        if remove:
            act_on(ctx, supplier, RemoveContact(address=address(remove)), as_json)
            return
        chosen = frozenset(ContactRole(r) for r in roles) or frozenset(ContactRole)
        contact = Contact(address=address(add or ""), name=name, language=Language(language), roles=chosen)
    except ValueError as problem:
        raise Fault(str(problem)) from problem
    act_on(ctx, supplier, AddContact(contact=contact), as_json)


for one in (masterdata.show, masterdata.change, masterdata.requests, masterdata.confirm, masterdata.refuse):
    supplier.add_command(one)
for one in (masterdata.bank, masterdata.disable):
    supplier.add_command(one)


@click.group()
def buyer() -> None:
    """Buyers: people of the buying company.

    Example: counterfoil buyer add ann@acme.example --role initiator
    """


@buyer.command("add")
@click.argument("mail")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice([r.value for r in BuyerRole]), help="May be repeated."
)
@click.option("--name", default="")
@click.option("--language", type=LANGUAGES, default="en", show_default=True)
@click.option("--zone", default="", help="IANA time zone; the house's without it.")
@json_option
@click.pass_context
def add_buyer(ctx: click.Context, mail: str, roles: tuple[str, ...], name: str, language: str, zone: str, as_json: bool) -> None:
    """Add a buyer, or change one. The first one, an admin, is made by `counterfoil init`.

    Example: counterfoil buyer add cfo@acme.example --role approver --role accountant
    """
    with desk(ctx) as d:
        with d.bot.store.read() as unit:
            known = unit.people.buyer(address(mail))
        new = replace(
            known or Buyer(address=address(mail)),
            name=name or (known.name if known else ""),
            language=Language(language),
            roles=frozenset(BuyerRole(r) for r in roles),
            time_zone=zone or (known.time_zone if known else ""),
        )
        first(d, new) or d.say(None, AddBuyer(buyer=new))
        click.echo(buyer_json(new) if as_json else f"{new.address}  {', '.join(sorted(roles))}")


def first(d: Desk, new: Buyer) -> bool:
    """The first buyer of a new database must be an admin; nobody else is there to add him. Whether this was it."""
    from core.events import BuyerAdded
    from storage.journal import JournalEntry

    with d.bot.store.begin() as unit:
        if unit.people.buyers():
            return False
        if not new.may(BuyerRole.ADMIN):
            raise Fault("the first buyer must be an admin: add --role admin")
        saved = unit.people.save_buyer(new, 0)
        entry = JournalEntry(
            document=new.address,
            version=saved.version,
            event=BuyerAdded(buyer=new),
            at=d.bot.clock(),
            actor=new.address,
            by=d.channel,
        )
        unit.journal.append(entry)
    return True


@buyer.command("list")
@json_option
@click.pass_context
def list_buyers(ctx: click.Context, as_json: bool) -> None:
    """List buyers with their roles.

    Example: counterfoil buyer list
    """
    with desk(ctx) as d, d.bot.store.read() as unit:
        if as_json:
            for one in unit.people.buyers():
                click.echo(buyer_json(one))
            return
        rows = [(b.address, b.name, ", ".join(sorted(r.value for r in b.roles)), b.language.value) for b in unit.people.buyers()]
        print_rows(("mail", "name", "roles", "language"), rows)


@buyer.command()
@click.argument("mail", required=False)
@click.option("--from", "first_day", type=click.DateTime(["%Y-%m-%d"]), help="The first day; without it at once.")
@click.option("--until", "last_day", type=click.DateTime(["%Y-%m-%d"]), help="The last day; without it until further notice.")
@click.option("--for", "of", metavar="MAIL", help="The deputy of another buyer; an admin's business.")
@click.option("--off", is_flag=True, help="Nobody any more.")
@click.pass_context
def deputy(
    ctx: click.Context, mail: str | None, first_day: datetime | None, last_day: datetime | None, of: str | None, off: bool
) -> None:
    """Name who decides in your place.

    Example: counterfoil --as ann@acme.example buyer deputy bob@acme.example --from 2026-08-03 --until 2026-08-21
    """
    if bool(mail) == off:
        raise Fault("say whose MAIL, or --off")
    with desk(ctx) as d:
        command = SetDeputy(
            deputy=address(mail) if mail else None,
            first=first_day.date() if first_day else None,
            last=last_day.date() if last_day else None,
            of=address(of) if of else None,
        )
        tell_service(d, d.say(None, command))


@buyer.command("remove")
@click.argument("mail")
@click.pass_context
def remove_buyer(ctx: click.Context, mail: str) -> None:
    """Remove a buyer; the last admin stays.

    Example: counterfoil buyer remove old@acme.example
    """
    with desk(ctx) as d:
        tell_service(d, d.say(None, RemoveBuyer(address=address(mail))))
