"""A text as tokens: the numbers, currencies, suffixes and words of an amount."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from counteroffer.money.currencies import ISO_CODES, SIGNS, WORDS
from counteroffer.money.numerals import POWERS
from counteroffer.money.pay_words import refused, words_of
from counteroffer.money.periods import ADVERBS, NET, PER, SALARIES, TIMES, UNITS
from counteroffer.text.errors import AmountError

ABOUT, DASHES = words_of("about"), ("-", "‐", "‑", "‒", "–", "—", "―", "−", *words_of("to"))
# Round figures end in a dash in German and Dutch, in a slash and a dash in Indian English.
ENDINGS = r"(?:[.,]|/)[-–—](?![-–—0-9])"


class Token(NamedTuple):
    kind: str  # number, currency, suffix, dash, ~, word, end, or the character itself: / ( ) +
    text: str
    start: int
    end: int

    @property
    def codes(self) -> tuple[str, ...]:
        """The currencies that this token may name; none for a token that is no currency."""
        code = self.text.removesuffix("$")  # CAD$ is CAD, but EUR$ is nothing
        known = ISO_CODES if code == self.text else SIGNS["$"]
        codes = SIGNS.get(self.text) or ((code,) if code in known else ())
        return codes or WORDS.get(self.text.casefold(), ())


def _marked() -> str:
    """The words that have a mark in them, such as `p.a.` and `take-home`, the longest first."""
    words = {*UNITS, *ADVERBS, *PER, *POWERS, *ABOUT, *NET, *SALARIES, *WORDS, *refused()}
    marked = sorted((one for one in words if len(one) > 1 and not one.isalpha()), key=len)
    return "|".join(
        re.escape(one) + ("" if one.endswith(".") else r"(?![^\W_])") for one in reversed(marked)
    )


_GROUP = r"[.,'’][0-9]+|[ \u00a0\u2009\u202f][0-9]{3}(?![0-9])"
_TOKEN = re.compile(
    rf"\s+|(?P<number>[0-9]+(?:{_GROUP})*(?:{ENDINGS})?)"
    rf"|(?P<word>(?i:{_marked()})|[^\W\d_]+[$¥]?)|(?P<other>.)",
    re.DOTALL,
)


def tokens(text: str) -> Iterable[Token]:
    """The tokens of a text, and an end.

    Raises AmountError for a character that has no place in an amount.
    """
    for match in _TOKEN.finditer(text):
        if match.lastgroup is None:
            continue
        token = Token(match.lastgroup, match.group(), *match.span())
        word = token.text.casefold()
        if token.kind == "number":
            yield token
        elif token.codes:
            yield token._replace(kind="currency")
        elif word in ABOUT or word in DASHES:
            yield token._replace(kind="~" if word in ABOUT else "dash")
        elif token.kind == "word":
            yield token._replace(kind="suffix" if word in POWERS else "word")
        elif word in ("/", "(", ")", "+", *TIMES):
            yield token._replace(kind=word)
        else:
            reason = (
                "write digits as 0 to 9"
                if word.isnumeric()
                else f"{token.text!r} has no place in an amount"
            )
            raise AmountError(f"{reason}: write one like £125K", text, token.start, token.end)
    yield Token("end", "", len(text), len(text))
