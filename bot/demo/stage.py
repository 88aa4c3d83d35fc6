"""Who plays, and what a scene may expect."""

import time
from dataclasses import dataclass

from rich.console import Console

from bot.demo.service import Service
from bot.demo.world import Post, World, Writer

WAIT = 20.0
SALES, UTE = "sales@corvina.example", "ute@toepferei.example"
ANN, CARLA = "ann@acme.example", "carla@acme.example"
BOT = "orders@acme.example"


class Unexpected(Exception):
    """A step did not come out as told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The world, the service, the people who write, and the chapters by the place of their first mail."""

    world: World
    service: Service
    supplier: Writer
    potter: Writer
    """A second supplier, who writes German."""
    initiator: Writer
    approver: Writer
    stranger: Writer
    console: Console
    chapters: dict[int, str]

    def chapter(self, title: str) -> None:
        """A new part of the story begins with the next mail."""
        self.chapters[len(self.world.seen)] = title
        self.console.print(f"\n[bold]{title}[/bold]")

    def tell(self, text: str) -> None:
        """A step that came out as told."""
        self.console.print(f"  [green]✓[/green] {text}", soft_wrap=True)

    def expect(self, whom: str, what: str, *words: str, subject: str = "") -> Post:
        """A mail to somebody with these words comes. Raises Unexpected."""

        def fits(post: Post) -> bool:
            flat = " ".join(post.text.replace("\xa0", " ").split())
            return subject in post.subject and all(word in flat for word in words)

        found = self.world.wait_for(whom, fits)
        if found is None:
            raise Unexpected(f"no mail to {whom}: {what}")
        self.tell(f"{whom} gets «{found.subject}»: {what}")
        return found

    def status(self, invoice: str, wanted: str) -> None:
        """The invoice comes to this status. Raises Unexpected."""
        until = time.monotonic() + WAIT
        found = ""
        while found != wanted and time.monotonic() < until:
            found = self.service.ask("invoice", "show", invoice)[0]["status"]
        if found != wanted:
            raise Unexpected(f"{invoice} is {found}, not {wanted}")
        self.tell(f"{invoice} is {wanted}")

    def confirmed(self, order: str) -> None:
        """Every line of the order comes to be accepted. Raises Unexpected."""
        until = time.monotonic() + WAIT
        found = ""
        while found != "AP" and time.monotonic() < until:
            found = self.service.ask("po", "show", order)[0]["confirmation"]
        if found != "AP":
            raise Unexpected(f"{order} is {found}, not AP")
        self.tell(f"{order} is accepted, line by line")

    def mails_at_rest(self) -> list[tuple[str, str]]:
        """Sender and state of every mail that came in, once all that were written are worked off. Raises Unexpected."""
        written = sum(not post.recipient for post in self.world.seen)
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            rows = [(row["sender"], row["state"]) for row in self.service.ask("inbox", "list")]
            if len(rows) >= written and not any(state in ("waiting", "running") for _, state in rows):
                return rows
        raise Unexpected("mail is left over")
