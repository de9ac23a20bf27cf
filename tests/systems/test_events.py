"""Signatures of webhooks over the very bytes, and events that come twice."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from counteroffer.systems.events import (
    SeenEvents,
    event_id,
    is_of_an_offer,
    is_signed,
    signature_of,
)
from counteroffer.systems.system_map import known_systems
from tests.support.samples import RULES

SYSTEMS = known_systems(RULES)
# printf '{"a": 1}' | openssl dgst -sha256 -hmac otter
KNOWN = "68cd15b57e5a65fe1d6a4ae968c33b362ca3e01367004489a9a546d4bf379d57"


@pytest.mark.parametrize(
    ("system", "header", "start"),
    [("greenhouse", "Signature", "sha256 "), ("ashby", "Ashby-Signature", "sha256=")],
)
def test_each_system_signs_in_its_own_form(system: str, header: str, start: str) -> None:
    form = SYSTEMS[system].signature
    assert form
    assert form.header == header
    assert signature_of(form, b"otter", b'{"a": 1}') == f"{start}{KNOWN}"


@pytest.mark.parametrize("system", ["greenhouse", "ashby"])
def test_only_these_bytes_with_this_secret_are_signed(system: str) -> None:
    form = SYSTEMS[system].signature
    assert form
    given = signature_of(form, b"otter", b'{"a": 1}')
    assert is_signed(form, b"otter", b'{"a": 1}', given)
    for secret, body, header in (
        (b"otter", b'{"a":1}', given),
        (b"beaver", b'{"a": 1}', given),
        (b"otter", b'{"a": 1}', None),
        (b"otter", b'{"a": 1}', ""),
        (b"otter", b'{"a": 1}', given[:-1]),
        (b"otter", b'{"a": 1}', given.replace("sha256", "sha1")),
        (b"otter", b'{"a": 1}', KNOWN),
        (b"otter", b'{"a": 1}', given + "\udcff"),
    ):
        assert not is_signed(form, secret, body, header)


def test_events_without_an_offer_are_none_of_an_offer() -> None:
    assert is_of_an_offer(SYSTEMS["ashby"], {"action": "offerCreate"})
    assert is_of_an_offer(SYSTEMS["greenhouse"], {"action": "offer_updated"})
    none: tuple[Any, ...] = ({"action": "ping"}, {"action": "offer_deleted"}, {"action": ["x"]}, [])
    for payload in none:
        assert not is_of_an_offer(SYSTEMS["greenhouse"], payload)


def test_an_event_is_known_by_its_id_else_by_its_bytes() -> None:
    greenhouse, ashby = SYSTEMS["greenhouse"], SYSTEMS["ashby"]
    assert event_id(greenhouse, {"greenhouse-event-id": "5"}, {}, b"a") == "id 5"
    assert event_id(ashby, {}, {"webhookActionId": "6"}, b"a") == "id 6"
    bare = [event_id(greenhouse, {}, {}, body) for body in (b"a", b"a", b"b")]
    assert bare[0] == bare[1] != bare[2]


def test_an_event_is_new_once_and_the_oldest_are_forgotten() -> None:
    seen = SeenEvents(most=3)
    assert [seen.claim(one) for one in "aabcaa"] == [True, False, True, True, False, False]
    assert seen.claim("d")
    assert len(seen) == 3
    assert seen.claim("a")  # it was the oldest
    seen.release("d")
    assert seen.claim("d")


def test_of_many_at_once_one_is_new() -> None:
    seen, new = SeenEvents(), []
    threads = [threading.Thread(target=lambda: new.append(seen.claim("one"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(new) == [False] * 15 + [True]
