"""A file that a recruiting system or a candidate saved → its figures of pay.

JSON, XML, an HTML page or plain text, told apart by what they begin with.
"""

from __future__ import annotations

import codecs
import re
from json import JSONDecodeError
from xml.parsers.expat import ExpatError

from counteroffer.postings.feed import tree_of
from counteroffer.postings.figure import PayFigure, PostingRead, Unread
from counteroffer.postings.merge import once
from counteroffer.postings.page import read_page
from counteroffer.postings.payload import read_payload
from counteroffer.postings.prose import TextSetting, figures_of_text
from counteroffer.postings.source import Lines, by_pointer, loads
from counteroffer.postings.words import PostingVocabulary
from counteroffer.text.errors import CounterofferError, InputError, Problem

LARGEST = 8_000_000  # bytes: a board of some hundred postings with their descriptions
MOST = 2_000  # figures, and as many that are unread
_PAGE = re.compile(
    r"\s*(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body|div|p|script|span|table|"
    r"section|main|meta|article|ul|ol|h[1-6]|title|link|br)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9_.-]{2,30})", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_posting_bytes(data: bytes, name: str, words: PostingVocabulary) -> PostingRead:
    """What a posting states of pay.

    `name` stands for the file in errors. Raises InputError for what is too large, no text, broken
    JSON, or can't be parsed within bounds.
    """
    if len(data) > LARGEST:
        raise InputError(
            [
                Problem(
                    f"is larger than {LARGEST:,} bytes: save the posting alone",
                    name,
                    code="document.too-large",
                )
            ]
        )
    text = _decoded(data, name)
    try:
        figures, unread = _read(text, name, words)
    except InputError:
        raise
    except CounterofferError as refused:
        raise InputError([Problem(str(refused), name, code=refused.problems[0].code)]) from None
    figures = once(figures)
    seen = {one.at for one in figures}
    unread = [one for one in dict.fromkeys(unread) if one.at not in seen or not one.at]
    if len(figures) > MOST:
        unread.append(
            Unread(figures[MOST].at, "…", f"more than {MOST:,} figures: the rest is left")
        )
    return PostingRead(name, tuple(figures[:MOST]), tuple(unread[:MOST]))


def _read(text: str, name: str, words: PostingVocabulary) -> tuple[list[PayFigure], list[Unread]]:
    begins = text.lstrip()[:1]
    if begins in ("{", "["):
        read = _json(text, name, words)
        if read is not None:
            return read
    elif begins == "<":
        feed = None if _PAGE.match(text) else _xml(text, words)
        return feed or read_page(text, words)
    lines = Lines(text)
    return figures_of_text(text, words, TextSetting(lines.place))


def _json(
    text: str, name: str, words: PostingVocabulary
) -> tuple[list[PayFigure], list[Unread]] | None:
    """None where a text only begins like JSON: "[Remote] $80K"."""
    try:
        value = loads(text)
    except RecursionError:
        raise InputError(
            [Problem("is nested too deep to be read", name, code="document.too-deep")]
        ) from None
    except JSONDecodeError as wrong:
        if not re.match(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])", text):
            return None
        line = text.split("\n")[wrong.lineno - 1]  # as the decoder counts
        shown, caret = (
            (line, wrong.colno) if len(line) < 200 else (line[wrong.colno - 1 :][:120], 1)
        )
        raise InputError(
            [Problem(f"this is not JSON: {wrong.msg}", name, wrong.lineno, wrong.colno, 1,
                     shown.replace("\t", " "), caret, code="document.syntax")]
        ) from None  # fmt: skip
    except ValueError:  # a number of more than 4300 digits
        raise InputError(
            [Problem("has a number that is too long to be one", name, code="amount.unreadable")]
        ) from None
    reader = read_payload(by_pointer(value), words)
    return reader.figures, reader.unread


def _xml(text: str, words: PostingVocabulary) -> tuple[list[PayFigure], list[Unread]] | None:
    try:
        tree = tree_of(text)
    except ExpatError:
        return None
    reader = read_payload(tree, words)
    return reader.figures, reader.unread


def _decoded(data: bytes, name: str) -> str:
    """UTF-8, UTF-16 with its mark, or the encoding that a page or a feed declares."""
    encoding = next((code for bom, code in _BOMS if data.startswith(bom)), None)
    declared = _CHARSET.search(data[:2048]) if encoding is None else None
    for code in filter(None, (encoding or "utf-8", declared and declared[1].decode("ascii"))):
        try:
            return data.decode(code).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        before = data[data.rfind(b"\n", 0, wrong.start) + 1 : wrong.start]
        column = len(before.decode("utf-8", "replace")) + 1
        said = "is not UTF-8 text: in another encoding the signs of currencies would be lost"
        raise InputError([Problem(said, name, line, column, code="document.syntax")]) from None
    raise InputError([Problem("is no text that can be read", name, code="document.unreadable")])
