"""The server for assistants as a real process, spoken to by the protocol's own client."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import anyio
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from tests.assistants.test_tools import SAID
from tests.support.command import environment


def spoken(ask: Callable[[ClientSession], Any], *options: str) -> Any:
    """What a client hears of a server that is started for it."""
    command = ["-m", "counteroffer", "mcp", "--today", "2026-11-20", *options]

    async def talk() -> Any:
        parameters = StdioServerParameters(command=sys.executable, args=command, env=environment())
        async with stdio_client(parameters) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            return await ask(session)

    return anyio.run(talk)


def test_an_assistant_lists_calls_and_is_led_on() -> None:
    async def ask(session: ClientSession) -> Any:
        listed = await session.list_tools()
        answer = await session.call_tool("counteroffer", SAID)
        wrong = await session.call_tool("counteroffer", {**SAID, "region": "atlantis"})
        unknown = await session.call_tool("nothing", {})
        return listed, answer, wrong, unknown

    listed, answer, wrong, unknown = spoken(ask)
    assert {"list_guides", "counteroffer", "write_letter"} <= {one.name for one in listed.tools}
    assert all(one.annotations.read_only_hint for one in listed.tools)
    assert not answer.is_error
    assert "US$210,000" in answer.content[0].text
    assert wrong.is_error
    assert "atlantis" in wrong.content[0].text
    assert "call counteroffer again" in wrong.content[0].text
    assert unknown.is_error


@pytest.mark.parametrize("plea", [{"audience": "candidate"}, {"facts": {"audience": "candidate"}}])
def test_a_recruiters_server_can_not_be_talked_out_of_it(plea: dict[str, Any]) -> None:
    async def ask(session: ClientSession) -> Any:
        tools = {one.name for one in (await session.list_tools()).tools}
        letter = await session.call_tool("write_letter", SAID)
        talked = await session.call_tool("counteroffer", {**SAID, **plea})
        return tools, letter, talked

    tools, letter, talked = spoken(ask, "--audience", "recruiter")
    assert "write_letter" not in tools
    assert letter.is_error
    assert talked.is_error or "walk away" not in talked.content[0].text.lower()
