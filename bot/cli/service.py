"""`counterfoil run` and `counterfoil demo`."""

from pathlib import Path

import click

from bot.cli.desk import Fault, desk


@click.command()
@click.option(
    "--only", metavar="PARTS", help="Comma-separated: imap, smtp, folder, slack, worker, deliver, tick; all without it."
)
@click.pass_context
def run(ctx: click.Context, only: str | None) -> None:
    """Run the service until it is told to stop (Ctrl-C, or SIGTERM).

    Example: counterfoil run --only imap,worker,deliver,tick
    """
    from bot.run import Part
    from bot.run import run as run_service
    from config.logging import set_up

    try:
        parts = frozenset(Part(p.strip()) for p in only.split(",")) if only else frozenset(Part)
    except ValueError as problem:
        raise Fault(f"{problem}; known: {', '.join(Part)}") from problem
    set_up()
    with desk(ctx) as d:
        run_service(d.bot, parts)


@click.command()
@click.option(
    "--folder",
    default="demo",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="What is left to look at.",
)
@click.pass_context
def demo(ctx: click.Context, folder: Path) -> None:
    """Play the whole story on this machine in under a minute: buyer, bot and supplier over real SMTP.

    Example: counterfoil demo
    """
    from bot.demo.play import play

    ctx.exit(0 if play(folder) else 1)
