"""The same readers under a guided fuzzer: atheris (libFuzzer) looks at which branches an input reaches and goes on from there.

    .venv/bin/python -m pip install -e .[fuzz] && make fuzz
    python -m tests.fuzz.guided mail -max_total_time=600

An exception, an input that takes over two seconds, or more than 1 GB of memory ends the run with the input in a file. Options
behind the target are libFuzzer's; a corpus is kept in a folder named there.
"""

import sys
import tempfile
from pathlib import Path


def _corpus(name: str, seeds: tuple[bytes, ...]) -> str:
    """The seeds of a target as files."""
    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    for number, seed in enumerate(seeds):
        (folder / str(number)).write_bytes(seed)
    return str(folder)


def main() -> None:
    """One target; libFuzzer ends the process."""
    import atheris

    name = sys.argv[1]
    with atheris.instrument_imports(include=["parsers"], enable_loader_override=False):
        from tests.fuzz.readers import TARGETS
    target, seeds = TARGETS[name]
    for seed in seeds:
        target(seed)  # phrases and tables are loaded once, and that is no slow input
    options = ["-timeout=2", "-rss_limit_mb=1024", "-max_len=20000"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[2:], _corpus(name, seeds)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
