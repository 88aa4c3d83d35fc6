"""Fixtures for all tests, and what becomes of a skip: it is counted by name, and with COUNTERFOIL_NO_SKIP=1 it is a failure.
Log lines of any test that hold an address, an account or a secret make it fail (docs/threats.md T25)."""

import os
import re
from collections import Counter
from collections.abc import Generator

import pytest

from parsers.documents import onnx_pictures

pytest_plugins = ["tests.stores"]
WAITING = ("tests/storm/", "tests/peers/test_main_job")
"""Tests that wait for clocks and servers more than they compute: every worker begins with its share, none ends with one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests that wait come at the head of each worker's part: pytest-xdist deals out the list in equal pieces."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    first = [item for item in items if item.nodeid.startswith(WAITING)]
    rest = [item for item in items if not item.nodeid.startswith(WAITING)]
    size = -(-len(items) // workers)
    dealt: list[pytest.Item] = []
    for worker in range(workers):
        share = first[worker::workers]
        dealt += share + rest[: size - len(share)]
        del rest[: size - len(share)]
    items[:] = dealt + rest


LOG_LINE = re.compile(r"^.*(?:\[(?:debug|info|warning|error|critical) *\]|level=').*$", re.MULTILINE)
UNSAID = re.compile(r"\w@\w|xox[a-z]-\w|xapp-\w|32 letters long|PRIVATE KEY|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """The log of every test is read for what must not be in it."""
    report = yield
    said = [line for _, text in report.sections for line in LOG_LINE.findall(text) if UNSAID.search(line)]
    if said and report.passed:
        report.outcome = "failed"
        report.longrepr = f"a log line holds an address, an account or a secret: {said[0]}"
    return report


def _skipped(reporter: pytest.TerminalReporter) -> Counter[str]:
    """Reasons with their counts."""
    reports = reporter.stats.get("skipped", [])
    return Counter(str(r.longrepr[2]) if isinstance(r.longrepr, tuple) else str(r.longrepr) for r in reports)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The last lines name what could not run."""
    for reason, count in sorted(_skipped(terminalreporter).items()):
        terminalreporter.write_line(f"skipped {count}: {reason.removeprefix('Skipped: ')}")
    if not onnx_pictures.installed():
        terminalreporter.write_line("not collected: tests/parsers/onnx, the extra `ocr` is not installed")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI nothing is skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("COUNTERFOIL_NO_SKIP") == "1" and reporter and _skipped(reporter) and exitstatus == 0:
        session.exitstatus = 1
