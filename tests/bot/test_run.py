"""The service ends as a whole when one of its parts cannot go on, and says why."""

import socket
import threading
from pathlib import Path

import pytest

from bot.run import Part, PartEnded, run
from bot.wire import opened, settings_at

CONFIGURATION = """
[house]
name = "Acme"
mailbox = "orders@acme.example"
[keys]
token = "a key for tests, 32 letters long"
[smtp_in]
port = {port}
"""


def test_a_port_that_is_taken_ends_the_service(tmp_path: Path) -> None:
    """Raised, so that the exit code tells the supervisor; the port is named."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        (tmp_path / "counterfoil.toml").write_text(CONFIGURATION.format(port=port))
        taken = rf"smtp: cannot listen on 127\.0\.0\.1:{port}: .*address already in use"
        with opened(settings_at(tmp_path / "counterfoil.toml")) as bot, pytest.raises(PartEnded, match=taken):
            run(bot, frozenset({Part.SMTP}), threading.Event())
