"""Offers, facts and rates as options state them: `'base=110K CAD equity.price=$112 bonus=10%'`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from typing import Any

import click

from counteroffer.text.characters import brief


def named(option: str, texts: Iterable[str]) -> dict[str, str]:
    """`name=value` of each text.

    Raises BadParameter also for a name that stands twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name or not value:
            raise click.BadParameter(
                f"{brief(text)} is not of the form name=value", param_hint=option
            )
        if name in found:
            raise click.BadParameter(f"{brief(name)} stands twice: keep one", param_hint=option)
        found[name] = value
    return found


def _words(option: str, text: str) -> list[str]:
    """Split a text as a shell does, but take an apostrophe inside a word as a letter."""
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    if re.search(r"\w'\w", text):
        lexer.quotes = '"'
    try:
        return list(lexer)
    except ValueError as error:
        raise click.BadParameter(f"{error}: {brief(text)}", param_hint=option) from None


def pairs(option: str, text: str) -> dict[str, str]:
    """The names and values of a text, in which a comma may stand between them.

    Raises BadParameter.
    """
    return named(option, _whole_values(_words(option, text)))


def _whole_values(words: list[str]) -> list[str]:
    """`base=110K CAD bonus=10%`: what stands between two names belongs to the value before it."""
    values: list[str] = []
    for word in words:
        if values and "=" in values[-1] and "=" not in word:
            values[-1] += f" {word}"
        else:
            values = [*values[:-1], *(one.removesuffix(",") for one in values[-1:]), word]
    return values


def competing_offer(text: str) -> dict[str, Any]:
    """An offer from elsewhere: the company's name, and what it pays.

    Raises BadParameter.
    """
    words = _words("--competing", text)
    first = next((number for number, word in enumerate(words) if "=" in word), len(words))
    stated = named("--competing", _whole_values(words[first:]))
    if first and "company" in stated:
        raise click.BadParameter(
            f"the company of {brief(text)} stands twice: keep one", param_hint="--competing"
        )
    return {"company": " ".join(words[:first]), **assembled({}, stated)}


def assembled(before: Mapping[str, Any], entries: Mapping[str, str]) -> dict[str, Any]:
    """The entries of an offer that names and values change: by its parts' paths, too.

    `equity.price=$112`, `signing.2=50K` and `extras.relocation=10K` change a part of what `before`
    has, or of what is stated beside them.
    """
    from counteroffer.cases.parts import OF_EQUITY, component, is_part, put

    pathed = {name for name in entries if is_part(name) and ("." in name or name in OF_EQUITY)}
    whole = {name: one for name, one in entries.items() if name not in pathed}
    touched = {component(name) for name in pathed}
    offer: Mapping[str, Any] = {
        name: one for name, one in before.items() if name in touched
    } | whole
    for name, one in entries.items():
        if name in pathed:
            offer = put(offer, name, one)
    return dict(offer)
