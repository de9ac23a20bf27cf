"""Text from outside: can it be shown as it is, how is it shown if not, which names are the same?"""

from __future__ import annotations

import re
from typing import Any
from unicodedata import category, normalize

# Drawn as nothing, though Unicode counts them as letters, marks or symbols.
_FILLERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def legible(text: str) -> bool:
    """Whether every character of a text prints as itself.

    Control and format characters don't, nor does what turns the line around.
    """
    return text.isprintable() or all(map(_shows, text))


def visible(text: str) -> bool:
    """Whether a text is legible, and no character of it but a space is drawn as nothing."""
    return legible(text) and not _FILLERS.search(text)


def escaped(text: str, keep: str = "") -> str:
    """A text with `\x1b` and the like in place of what does not print as itself.

    The characters in `keep` stay as they are.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char in keep or _shows(char) else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def masked(text: str) -> str:
    """A text of the same length, with `�` for each character that does not print as itself."""
    return (
        text if text.isprintable() else "".join(char if _shows(char) else "\ufffd" for char in text)
    )


def _shows(char: str) -> bool:
    return char.isprintable() or category(char) == "Zs"


def brief(raw: Any, most: int = 60) -> str:
    """A value as an error repeats it: at most `most` characters, texts in quotes."""
    if isinstance(raw, bool):
        return str(raw).lower()
    text = cut(raw, most) if isinstance(raw, str) else raw
    try:
        return cut(repr(text) if isinstance(raw, str) else str(text), most + 2)
    except ValueError:  # an int of more than 4300 digits
        return "a huge number"


def cut(text: str, most: int = 60) -> str:
    """A text of at most `most` characters: a longer one is cut, and ends in `...`."""
    return text if len(text) <= most else text[: most - 3] + "..."


def in_order(name: str) -> tuple[str, str]:
    """The key that names are sorted by everywhere: case aside at first, then by code point."""
    return name.casefold(), name


def folded(name: str) -> str:
    """A key that is the same for two spellings of one name.

    Case, width, ligatures and spaces make no difference.
    """
    return " ".join(normalize("NFKC", normalize("NFKC", name).casefold()).split())
