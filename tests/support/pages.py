"""A page in Markdown as it is, and as it would be if what it shows were run now."""

from __future__ import annotations

import io
import re
import shlex
from contextlib import redirect_stdout
from doctest import DocTestParser
from typing import Any

from markdown_it import MarkdownIt

from tests.support.command import run

DIGEST = re.compile(r"(?<=rules )[0-9a-f]{12}\b")  # that of the rules changes with every rule


def fences(text: str, language: str) -> list[str]:
    """What stands in the blocks of code of a language."""
    return [
        token.content
        for token in MarkdownIt().parse(text)
        if token.type == "fence" and token.info == language
    ]


def as_run(text: str) -> str:
    """The page with what its Python (`pycon`) and its commands (`console`) really print.

    The blocks of a page share their names, as in one session. Commands of other programs are left
    as they are. Paths are those of the present folder.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    for block in fences(text, "pycon"):
        text = text.replace(f"```pycon\n{block}```", f"```pycon\n{_python(block, names)}```")
    for block in fences(text, "console"):
        text = text.replace(f"```console\n{block}```", f"```console\n{_commands(block)}```")
    return text


def _python(block: str, names: dict[str, Any]) -> str:
    lines: list[str] = []
    for example in DocTestParser().get_examples(block):
        first, *more = example.source.rstrip("\n").split("\n")
        lines += [f">>> {first}", *(f"... {line}".rstrip() for line in more)]
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(example.source, "<page>", "single", dont_inherit=True), names)
        lines += [line or "<BLANKLINE>" for line in printed.getvalue().splitlines()]
    return "".join(f"{line}\n" for line in lines)


def _commands(block: str) -> str:
    shown = ""
    for command in re.findall(r"^\$ (.*)$", block, re.M):
        shown += f"$ {command}\n"
        if command.startswith("counteroffer "):
            done = run(*shlex.split(command)[1:], COLUMNS="100")
            shown += DIGEST.sub("…", done.stdout + done.stderr)
    return shown
