"""The API against its own OpenAPI document: right and wrong requests, drawn by schemathesis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from counteroffer.service.app import application
from counteroffer.service.settings import ServiceSettings
from tests.support.samples import TODAY
from tests.support.service import serving_app

schemathesis = pytest.importorskip("schemathesis", reason="needs pip install schemathesis")
pytestmark = pytest.mark.slow

# Whether a case can be answered hangs on the rules too, which no schema has.
schemathesis.checks.load_all_checks()
ACCEPTED = schemathesis.checks.CHECKS.get_one("positive_data_acceptance")
APP = application(ServiceSettings(today=TODAY))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving_app(APP) as client:
        yield f"http://127.0.0.1:{client.port}"


def what_it_says_is_what_it_does(case: Any, address: str) -> None:
    """No status that is not documented, no body that is not of its schema, never 5xx."""
    case.call_and_validate(base_url=address, excluded_checks=[ACCEPTED])


drawn = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
test_what_it_says_is_what_it_does = schemathesis.openapi.from_dict(APP.openapi()).parametrize()(
    drawn(what_it_says_is_what_it_does)
)
