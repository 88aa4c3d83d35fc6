"""Play the scenes on the real service, and leave everything to look at."""

import shutil
import signal
import time
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from bot.demo.scenes import ANN, CARLA, SALES, SCENES
from bot.demo.service import Failed, Service
from bot.demo.shown import show
from bot.demo.stage import Stage, Unexpected
from bot.demo.world import World, Writer, free_port, save, signing_key


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
    console.print("Counterfoil: the real service on loopback, SQLite, supplier mails signed with DKIM.")
    world = World()
    port = world.open()
    closing.callback(world.close)
    key, zone = signing_key("corvina.example", "c1")
    service = Service(folder=folder, door=free_port())
    service.configure(port, zone)
    service.say("buyer", "add", ANN, "--name", "Ann Berg", "--role", "admin", "--role", "initiator")
    service.say("buyer", "add", CARLA, "--name", "Carla Voss", "--role", "approver", "--role", "accountant")
    service.say(
        "supplier", "add", "Corvina Metalware B.V.", "--contact", SALES, "--country", "NL", "--tolerance", "5",
        "--vat-id", "NL004495445B01", "--iban", "NL91ABNA0417164300",
    )  # fmt: skip
    log = closing.enter_context((folder / "service.log").open("wb"))
    process = service.start(log)
    closing.callback(process.wait, 30)
    closing.callback(process.send_signal, signal.SIGTERM)
    return Stage(
        world=world,
        service=service,
        supplier=Writer(name="Paul Hendry", address=SALES, world=world, port=service.door, selector="c1", key=key),
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
