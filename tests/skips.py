"""A test that cannot run here says so by name; where nothing may be skipped it fails."""

import os
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """Skip for want of a program or a right; fail when COUNTERFOIL_NO_SKIP=1."""
    if os.environ.get("COUNTERFOIL_NO_SKIP") == "1":
        pytest.fail(f"peer missing: {what}")
    pytest.skip(f"peer missing: {what}")
