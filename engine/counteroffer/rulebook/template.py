"""Sentence templates: text with `{names}`, rendered only where every name has a value."""

from __future__ import annotations

import string
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from counteroffer.documents.document import Document, Path_
from counteroffer.language.declarations import nearest
from counteroffer.text.errors import CounterofferError, Problem


class TemplateError(CounterofferError, ValueError):
    """A template that names what can't be said."""


@dataclass(frozen=True)
class Template:
    """Pieces of text, each followed by the name whose value comes behind it (None at the end)."""

    pieces: tuple[tuple[str, str | None], ...]

    @classmethod
    def parse(cls, text: str, allowed: Collection[str], private: Collection[str] = ()) -> Template:
        """Read a template.

        Raises TemplateError for a name that is not among the allowed ones; for one of `private` it
        says that it is private.
        """
        try:
            parsed = list(string.Formatter().parse(text.strip()))
        except ValueError as error:
            raise TemplateError(
                f"this text can't be read: {error}; names stand in braces, {{gpu_years}}"
            ) from None
        for _, name, form, conversion in parsed:
            if form or conversion:
                raise TemplateError(
                    f"write '{{{name}}}' alone: how it is shown follows from what it is"
                )
            if name is not None and name not in allowed:
                kept = name.removesuffix(".unit") in private
                why = (
                    ": it is private, and a sentence is for the other side"
                    if kept
                    else nearest(name, allowed)
                )
                raise TemplateError(f"'{{{name}}}' can't be said here{why}")
        return cls(tuple((piece, name) for piece, name, _, _ in parsed))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Everything that the sentence needs, in its order."""
        return tuple(name for _, name in self.pieces if name is not None)

    def render(self, words: Mapping[str, str | None]) -> str | None:
        """The sentence, or None where something that it names is not known."""
        said = [words.get(name) for name in self.names]
        return None if None in said else self._form.format(*said)

    @cached_property
    def _form(self) -> str:
        """The text with `{}` for each name."""
        braced = [
            (piece.replace("{", "{{").replace("}", "}}"), name) for piece, name in self.pieces
        ]
        return "".join([piece if name is None else piece + "{}" for piece, name in braced])


def template(
    document: Document,
    path: Path_,
    text: str,
    allowed: Collection[str],
    private: Collection[str] = (),
) -> Template | Problem:
    """The template at a path of a document, or what is wrong with it, there."""
    try:
        return Template.parse(text, allowed, private)
    except TemplateError as error:
        return document.problem(path, str(error), code="template.unusable")
