"""The server that assistants speak to, over standard input and output or over HTTP."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from anyio import run as run_async
from anyio import to_thread
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from counteroffer.assistants.tools import Audience, Tool, tools
from counteroffer.calculator.calculator import Calculator
from counteroffer.text.deadline import within
from counteroffer.text.errors import CounterofferError
from counteroffer.text.version import VERSION

SECONDS = 20.0
_INSTRUCTIONS = (
    "Pay negotiation from stated facts. Never invent a fact or an offer: what the person did not"
    " say is left out. Quote figures and sentences as they come. Figures are no legal or tax"
    " advice."
)
_HINTS = types.ToolAnnotations(
    readOnlyHint=True, destructiveHint=False, idempotentHint=True, openWorldHint=False
)


def server(calculator: Calculator, audience: Audience) -> Server[Any]:
    """A server with the tools for one side, which nothing that is said to it changes."""
    by_name = {tool.name: tool for tool in tools(audience)}
    listed = types.ListToolsResult(
        tools=[
            types.Tool(
                name=tool.name,
                description=tool.description,
                inputSchema=tool.schema,
                annotations=_HINTS,
            )
            for tool in by_name.values()
        ]
    )

    async def list_tools(context: Any, params: Any) -> types.ListToolsResult:
        return listed

    async def call_tool(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = by_name.get(params.name)
        if tool is None:
            return _told(f"there is no tool {params.name}: {', '.join(by_name)} are", error=True)
        return await to_thread.run_sync(partial(called, tool, calculator, params.arguments or {}))

    return Server(
        "counteroffer",
        version=VERSION,
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def called(tool: Tool, calculator: Calculator, arguments: dict[str, Any]) -> types.CallToolResult:
    """What a tool says; an error is a text that an assistant can act on."""
    try:
        with within(time.monotonic() + SECONDS):
            return _told(tool.answer(calculator, arguments))
    except CounterofferError as error:
        return _told(f"{error}\nAsk the person, mend it and call {tool.name} again.", error=True)


def _told(text: str, *, error: bool = False) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], isError=error)


def run_on_stdio(calculator: Calculator, audience: Audience) -> None:
    """Serve one assistant until it closes standard input."""

    async def serve() -> None:
        made = server(calculator, audience)
        async with stdio_server() as (incoming, outgoing):
            await made.run(incoming, outgoing, made.create_initialization_options())

    run_async(serve)


def run_on_http(calculator: Calculator, audience: Audience, host: str, port: int) -> None:
    """Serve assistants at `/mcp` until the process is told to stop."""
    import uvicorn

    app = server(calculator, audience).streamable_http_app(
        stateless_http=True, json_response=True, host=host
    )
    uvicorn.run(app, host=host, port=port, access_log=False, server_header=False)
