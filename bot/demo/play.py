"""Play the scenes on the real service, and leave everything to look at."""

import shutil
import signal
import time
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from bot.demo.scenes import SCENES
from bot.demo.service import Failed, Service
from bot.demo.shown import show
from bot.demo.stage import ANN, CARLA, SALES, UTE, Stage, Unexpected
from bot.demo.world import World, Writer, free_port, save, signing_key

SELECTOR = "c1"


def play(folder: Path) -> bool:
    """Play it, leave everything in `folder`; whether every step came out as told."""
    console = Console(highlight=False)
    started = time.monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with ExitStack() as closing:
        stage = _set(folder.resolve(), console, closing)
        error = _played(stage)
        save(stage.world, folder / "mails")
        show(stage.world, stage.chapters, folder)
    console.print()
    if error:
        console.print(f"[red]✗ {error}[/red]  (see {folder}/service.log)", soft_wrap=True)
        return False
    console.print(f"[bold green]Every step came out as told[/bold green], in {time.monotonic() - started:.0f} s.")
    console.print(f"Look at {folder}/index.html: every mail in its order.")
    console.print("Beside it: mails/*.eml, PO-1.pdf, PO-1.xlsx, counterfoil.db, service.log.")
    return True


def _set(folder: Path, console: Console, closing: ExitStack) -> Stage:
    console.print("Counterfoil: the real service on loopback, SQLite, mails signed with DKIM.")
    world = World()
    port = world.open()
    closing.callback(world.close)
    people = {"Paul Hendry": SALES, "Ute Lehm": UTE, "Ann Berg": ANN, "Carla Voss": CARLA}
    keys = {domain: signing_key(domain, SELECTOR) for domain in {address.rpartition("@")[2] for address in people.values()}}
    service = Service(folder=folder, door=free_port())
    service.configure(port, "".join(zone for _, zone in keys.values()))
    service.say("buyer", "add", ANN, "--name", "Ann Berg", "--role", "admin", "--role", "initiator")
    service.say("buyer", "add", CARLA, "--name", "Carla Voss", "--role", "approver", "--role", "accountant")
    service.say(
        "supplier", "add", "Corvina Metalware B.V.", "--contact", SALES, "--country", "NL", "--tolerance", "5",
        "--vat-id", "NL004495445B01", "--iban", "NL91ABNA0417164300",
    )  # fmt: skip
    service.say(
        "supplier", "add", "Töpferei Lehm", "--contact", UTE, "--country", "DE",
    )  # fmt: skip
    log = closing.enter_context((folder / "service.log").open("wb"))
    process = service.start(log)
    closing.callback(process.wait, 30)
    closing.callback(process.send_signal, signal.SIGTERM)
    writers = {
        address: Writer(
            name=name, address=address, world=world, port=service.door, selector=SELECTOR, key=keys[address.rpartition("@")[2]][0]
        )
        for name, address in people.items()
    }
    return Stage(
        world=world,
        service=service,
        supplier=writers[SALES],
        potter=writers[UTE],
        initiator=writers[ANN],
        approver=writers[CARLA],
        stranger=Writer(name="Sam Stone", address="sam@elsewhere.example", world=world, port=service.door),
        console=console,
        chapters={},
    )


def _played(stage: Stage) -> str:
    """The first thing that did not come out as told; empty when all did."""
    try:
        for scene in SCENES:
            scene(stage)
    except (Unexpected, Failed) as problem:
        return str(problem)
    return ""
