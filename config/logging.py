"""Log lines as key=value on standard error; ids and hashes only, never words, addresses or secrets (T25)."""

import logging
import re
import sys

import structlog

_SECRET = re.compile(r"(xox[a-z]-|xapp-)[\w-]+|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b")

PLAIN = "timestamp='%(asctime)s' level='%(levelname)s' event='%(message)s' logger='%(name)s'"
"""The lines of libraries in the form of our own."""


def _scrub(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The last guard: tokens and bank accounts that slipped into a value."""
    return {key: _SECRET.sub("…", value) if isinstance(value, str) else value for key, value in event.items()}


def set_up(level: int = logging.INFO) -> None:
    """Once, at the start of a command."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _scrub,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=level, stream=sys.stderr, format=PLAIN)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it says every wake-up
    logging.getLogger("slack_bolt").setLevel(logging.WARNING)  # it logs bodies of badly signed requests at INFO
