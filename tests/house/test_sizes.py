"""Small files, small functions, and words that do not belong into the house."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("bot", "parsers", "channels", "core", "storage", "config")
MOST_LINES, MOST_IN_FUNCTION = 350, 50
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".html", ".css", ".typ", ".txt", ".cfg", ".sh", ".mako", ".ini", ""}
MACHINE = "/" + "work/", "/" + "root/", "/home/" + "user"
REGISTRIES = "pypi" + ".org", "registry.npmjs" + ".org", "files.python" + "hosted.org", "proxy." + "golang.org"
HANDED_ON = {"storage/intake.py"}
"""One thread commits for many: whatever goes wrong there is raised in those who wait."""
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")


def own_files() -> list[Path]:
    """What the repository holds, with what is about to be added."""
    listed = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.splitlines()
    return [path for path in (ROOT / name for name in names) if path.is_file()]


def code(*rooms: str) -> Iterator[Path]:
    """The Python files of the rooms."""
    for room in rooms:
        yield from sorted((ROOT / room).rglob("*.py"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file with its lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_too_long() -> None:
    """More than 350 lines are two things."""
    long = {
        str(p.relative_to(ROOT)): n for p in code(*ROOMS) if (n := len(p.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_no_function_is_too_long() -> None:
    """More than 50 lines are several steps."""
    long = {f"{p.relative_to(ROOT)}:{name}": n for p in code(*ROOMS) for name, n in functions(p) if n > MOST_IN_FUNCTION}
    assert long == {}


def words() -> Iterator[tuple[Path, str]]:
    """The texts of the repository; samples that tests read are not ours to word."""
    for path in own_files():
        parts = path.relative_to(ROOT).parts
        if path.suffix in TEXT and "golden" not in parts and path.name != "requirements.lock":
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8", errors="replace")


def test_nothing_is_left_unfinished() -> None:
    """What is not done is an issue, not a comment."""
    assert [str(path) for path, text in words() if path.suffix == ".py" and UNFINISHED.search(text)] == []


@pytest.mark.parametrize("word", [*MACHINE, *REGISTRIES])
def test_no_machine_and_no_registry_is_named(word: str) -> None:
    """The repository is built anywhere, from wherever pip is told to fetch."""
    assert [str(path) for path, text in words() if word in text] == []


def test_the_product_names_no_temporary_folder() -> None:
    """It asks the system for one."""
    word = "/" + "tmp/"
    assert [str(p.relative_to(ROOT)) for p in code(*ROOMS) if word in p.read_text(encoding="utf-8")] == []


def test_no_error_is_swallowed() -> None:
    """`except Exception` is for the three places of bot that keep a road open, else it raises again; `pass` is for none."""
    bare, broad = [], []
    for path in code(*ROOMS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ExceptHandler):
                continue
            if all(isinstance(step, ast.Pass) for step in node.body) or node.type is None:
                bare.append(str(path.relative_to(ROOT)))
            raises_again = any(isinstance(step, ast.Raise) for step in ast.walk(node))
            if isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"} and not raises_again:
                broad.append(str(path.relative_to(ROOT)))
    broad = [name for name in broad if name not in HANDED_ON]
    assert bare == []
    assert len(broad) <= 3 and all(name.startswith("bot/") for name in broad), broad
