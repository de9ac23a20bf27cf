"""Fixtures that several tests share, and how hypothesis looks for examples."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # for `tests.support`

from counteroffer import Rulebook  # noqa: E402
from tests.support.engines import ENGINES  # noqa: E402

settings.register_profile(
    "here", deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "ci", settings.get_profile("here"), max_examples=30, derandomize=True, print_blob=True
)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The rules that come with the package, and no others."""
    return Rulebook()


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine that can be used here."""
    name: str = request.param
    return name
