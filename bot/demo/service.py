"""The real service as a process of its own, configured in the demo's folder, and the buyers' command line beside it."""

import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

CONFIGURATION = """[house]
name = "Acme Kitchens GmbH"
mailbox = "orders@acme.example"
vat_ids = ["DE136695976"]
address = "Hafenstr. 1, 20457 Hamburg"
country = "DE"
time_zone = "Europe/Berlin"

[keys]
token = "the-demo-needs-no-secret-of-its-own"

[mail]
trust = "dkim"
zone_file = "zone.txt"

[smtp_in]
port = {door}

[smtp_out]
host = "127.0.0.1"
port = {world}
security = "plain"

[policy]
bands = [{{ above = "4000", approvers = ["carla@acme.example"] }}]

[cli]
buyer = "ann@acme.example"
"""


class Failed(Exception):
    """A command of the demo was refused; the text is its answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The configuration and the running service."""

    folder: Path
    door: int

    def configure(self, world: int, zone: str) -> None:
        """Write the configuration and the zone file."""
        (self.folder / "counterfoil.toml").write_text(CONFIGURATION.format(door=self.door, world=world), encoding="utf-8")
        (self.folder / "zone.txt").write_text(zone, encoding="utf-8")

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "bot.cli", "--config", str(self.folder / "counterfoil.toml"), *words]

    def start(self, log: IO[bytes]) -> "subprocess.Popen[bytes]":
        """Start it, and wait until its door is open. Raises Failed."""
        process = subprocess.Popen(self._command("run"), stderr=log, stdout=log, env=_environment())
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.door)) == 0:
                    return process
            if process.poll() is not None:
                break
            time.sleep(0.1)
        raise Failed("the service did not start; see service.log")

    def say(self, *words: str, who: str = "ann@acme.example") -> str:
        """A command of a buyer. Raises Failed with its answer."""
        done = subprocess.run(self._command("--as", who, *words), capture_output=True, text=True, check=False, env=_environment())
        if done.returncode:
            raise Failed(done.stderr.strip())
        return done.stdout.strip()

    def ask(self, *words: str) -> list[dict[str, Any]]:
        """A reading command's JSON."""
        return [json.loads(line) for line in self.say(*words, "--json").splitlines()]


def _environment() -> dict[str, str]:
    """Nothing of the caller's own configuration."""
    return {key: value for key, value in os.environ.items() if not key.startswith("COUNTERFOIL_")}
