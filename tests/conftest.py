"""Fixtures for all tests, and what becomes of a skip: it is counted by name, and with COUNTERFOIL_NO_SKIP=1 it is a failure."""

import os
from collections import Counter

import pytest

pytest_plugins = ["tests.stores"]


def _skipped(reporter: pytest.TerminalReporter) -> Counter[str]:
    """Reasons with their counts."""
    reports = reporter.stats.get("skipped", [])
    return Counter(str(r.longrepr[2]) if isinstance(r.longrepr, tuple) else str(r.longrepr) for r in reports)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The last lines name what could not run."""
    for reason, count in sorted(_skipped(terminalreporter).items()):
        terminalreporter.write_line(f"skipped {count}: {reason.removeprefix('Skipped: ')}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI nothing is skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("COUNTERFOIL_NO_SKIP") == "1" and reporter and _skipped(reporter) and exitstatus == 0:
        session.exitstatus = 1
