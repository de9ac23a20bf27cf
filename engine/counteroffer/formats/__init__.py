"""The answer as text for people or programs: one module a format, each with one `render`."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.words import Words
from counteroffer.formats.terminal import in_colour
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.text.characters import brief

FORMATS = ("text", "json", "markdown")
FULL = "full"  # the text with all that it rests on


@checked_arguments
def render(
    answer: Counteroffer,
    form: str = "text",
    rulebook: Rulebook | None = None,
    locale: str | None = None,
    *,
    color: bool = False,
) -> str:
    """The answer in one of `FORMATS` or in `FULL`, ending in a newline.

    `locale` is for people only, `rulebook` that of the answer. A text has no codes of a terminal
    unless `color` asks for them. Raises ValueError for another format.
    """
    if form not in (*FORMATS, FULL):
        raise ValueError(f"form must be one of {', '.join(FORMATS)}, not {brief(form)}")
    rulebook = rulebook or default_rulebook()
    module = import_module(f"counteroffer.formats.{form}")
    with in_colour(color):
        words = Words(answer, rulebook, rulebook.formatter(locale), locale)
        return cast(str, module.render(words))
