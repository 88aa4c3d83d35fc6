"""The rooms of the house know of one another only what ARCHITECTURE.md draws."""

import ast
import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("bot", "parsers", "channels", "core", "storage", "config")
PURE_FROM_OUTSIDE = {"rapidfuzz"}
"""The one package besides the standard library that core may use: string similarity, pure."""
TOUCHES_THE_WORLD = {
    "asyncio", "getpass", "glob", "http", "imaplib", "io", "logging", "multiprocessing", "os", "pathlib", "platform", "random",
    "secrets", "select", "shutil", "signal", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile",
    "threading", "time", "urllib", "uuid", "zoneinfo",
}  # fmt: skip
CLOCKS = {"now", "utcnow", "today", "fromtimestamp", "localtime"}


def sources(room: str) -> list[Path]:
    """The Python files of a room."""
    return sorted((ROOT / room).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The full names of the modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_the_import_contracts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """bot over four rooms over core; core touches nothing; the doors do not know one another."""
    from importlinter.cli import lint_imports

    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_resolves_to_this_repository(room: str) -> None:
    """The six names are common ones: nothing installed may stand in front of ours."""
    module = importlib.import_module(room)
    assert module.__file__ is not None and Path(module.__file__).resolve().parent == ROOT / room


def test_core_uses_the_standard_library_and_string_similarity_only() -> None:
    """And of the standard library nothing that touches the world."""
    allowed = set(sys.stdlib_module_names) - TOUCHES_THE_WORLD | PURE_FROM_OUTSIDE | {"core"}
    strange = {(path.name, name) for path in sources("core") for name in imported(path) if name.partition(".")[0] not in allowed}
    assert strange == set()


def test_core_asks_no_clock_and_opens_nothing() -> None:
    """Time is an argument; `open`, `print`, `input`, `eval` have no place."""
    found = []
    for path in sources("core"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Attribute) and called.attr in CLOCKS:
                    found.append(f"{path.name}: {called.attr}")
                if isinstance(called, ast.Name) and called.id in {"open", "print", "input", "eval", "exec", "__import__"}:
                    found.append(f"{path.name}: {called.id}")
    assert found == []
