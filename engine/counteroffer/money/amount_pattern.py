"""Regular expressions for the texts that `read_amount` takes, for the published schemas.

They are written in what Python, ECMAScript and JSON Schema's validators have in common, and made of
the reader's own words. What they can't say, so that the reader refuses a little more: that all
signs of a figure name one currency (`£5 EUR`, `Rs 5`), that L and Cr count rupees, that the ends of
a range are in order and their suffixes clear, that a figure has at most 15 digits with its zeros,
that a period is said once, and that brackets close. All that the reader takes they take as well,
but for `$200-200` where one figure is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from operator import itemgetter

from counteroffer.money.amount_tokens import ABOUT, DASHES, ENDINGS
from counteroffer.money.currencies import HOME_DOLLARS, ISO_CODES, SIGNS, WORDS
from counteroffer.money.numerals import POWERS
from counteroffer.money.periods import (
    ADVERBS,
    GROSS,
    PER,
    SALARIES,
    TIMES,
    TIMES_OF,
    TOTAL,
    UNITS,
)
from counteroffer.money.read_figure import YEARS

_END = r"(?![A-Za-z$¥])"  # a word ends here
_PLUS = r"\+"
_SPACES = r"[ \u00a0\u2009\u202f]"
_WHOLE = "(?:0|[1-9][0-9]{0,14})"
_CENTS = "[.,][0-9]{1,2}"
_GROUPS = "[1-9][0-9]{0,2}"
# Groups of three, all with one mark, of which a lone comma or point is left to `_BARE`.
_GROUPED = "|".join(
    (
        *(rf"(?:{mark}[0-9]{{3}}){{2,4}}" for mark in (",", r"\.")),
        *(f"(?:{mark}[0-9]{{3}}){{1,4}}" for mark in ("'", "’", _SPACES)),
    )
)
_SUFFIXED = (
    rf"(?:{_GROUPS}(?:{_GROUPED})(?:{_CENTS})?|{_GROUPS},[0-9]{{3}}\.[0-9]{{1,2}}"
    rf"|{_GROUPS}\.[0-9]{{3}},[0-9]{{1,2}}|[1-9][0-9]?(?:,[0-9]{{2}})+,[0-9]{{3}}(?:\.[0-9]{{1,2}})?"
    rf"|0\.[0-9]{{3,14}}|{_WHOLE}\.[0-9]{{4,14}}|{_WHOLE}(?:{_CENTS})?)"
)
_BARE = rf"(?:{_GROUPS}[.,][0-9]{{3}}|{_SUFFIXED})"
_PERCENT = (
    rf"(?:(?:[1-4][0-9]{{2}}|[1-9]?[0-9])(?:{_CENTS}|\.[0-9]{{3,13}})?"
    r"|500(?:[.,]0{1,2}|\.0{3,12})?)"
)
# Under 1,000 and in no currency: whether it is a percentage or an amount can't be told.
_UNSURE = r"(?:[0-9]{1,3}(?:[.,][0-9]{1,2}|\.[0-9]{4,})?|0\.[0-9]{3}|0(?:[.,][0-9]+)?\s*[Kk])"


def _either(words: Iterable[str]) -> str:
    return "(?:" + "|".join(words) + ")"


def _word(word: str) -> str:
    """A word in any case; a dot stands for itself."""
    return "".join(
        f"[{char.upper()}{char}]" if char.isalpha() else char.replace(".", r"\.") for char in word
    )


def _words(words: Iterable[str]) -> str:
    return _either(map(_word, sorted(words, key=len, reverse=True))) + _END


_KNOWN_WORDS = {*POWERS, *YEARS, *UNITS, *ADVERBS, *PER, *GROSS, *TOTAL, *DASHES}
_KNOWN_WORDS |= {*SALARIES, *TIMES_OF}
_NO_CODES = sorted(word.upper() for word in _KNOWN_WORDS if len(word) == 3 and word.isalpha())
_SIGN = _either(
    (
        rf"(?!{'|'.join(_NO_CODES)})[A-Z]{{3}}{_END}",
        rf"(?:USD|{'|'.join(HOME_DOLLARS)})\$",
        *(
            sign.replace("$", r"\$") + (_END if sign[-1].isalpha() else "")
            for sign in SIGNS
            if sign not in ("%", "RMB") and "/" not in sign
        ),
        *(_word(word) + (_END if word.isalpha() else "") for word in WORDS),
    )
)
# Codes are checked once, in front of the figures: there are over 150 of them.
_CAPITALS = sorted((*ISO_CODES, "RMB", *_NO_CODES))
_KNOWN = _either(
    f"{first}{_either(sorted(word[1:] for word in words))}"
    for first, words in groupby(_CAPITALS, itemgetter(0))
)
_CODES = rf"(?!(?:[\s\S]*[^A-Za-z])?(?!{_KNOWN})[A-Z]{{3}}{_END})"
_ABOUT = _either(
    (
        "[~≈]",
        _words(one for one in ABOUT if one.isalpha()),
        *(_word(one) for one in ABOUT if one.endswith(".")),
    )
)
_ABOUT = rf"(?:{_ABOUT}\s*)"
_ENDED = rf"(?:{ENDINGS})?"
_SUFFIX = _words(word for word in POWERS if word != "lpa")
_LPA = _word("lpa") + _END
_COUNTED = r"\s*1[0-8](?:[.,][0-9]{1,2})?"
_SALARIES = rf"\s*{_words(SALARIES)}"
_MONTHS = (
    rf"(?:[{''.join(TIMES)}X]{_COUNTED}(?:{_SALARIES})?"
    rf"|{_words(TIMES_OF)}{_COUNTED}{_SALARIES})"
)
_UNIT = (
    rf"(?:(?:(?:/|{_words(PER)})\s*{_words(UNITS)}"
    rf"|{_words(ADVERBS)})"
    rf"(?:\s*{_MONTHS})?|{_MONTHS})"
)
_SAID = _words((*GROSS, *TOTAL))
_COUNT = r"\s*(?:10|0?[1-9])"
_YEARS = rf"(?:/|{_word('over')}){_COUNT}\s*{_words(YEARS)}|/{_COUNT}(?=\s*(?:[+()]|$))"
_SURE = rf"(?!\s*{_ABOUT}?{_UNSURE}\s*(?:\+\s*)*(?:{_UNIT})?\s*$)"
_DASH = (
    rf"(?:[{''.join(sorted(one for one in DASHES if len(one) == 1))}]"
    rf"|{_words(one for one in DASHES if len(one) > 1)})"
)


def _number(*, lpa: bool) -> str:
    suffix = f"(?:{_SUFFIX}|{_LPA})" if lpa else _SUFFIX
    return rf"(?:{_SUFFIXED}{_ENDED}\s*{suffix}|{_BARE}{_ENDED})"


def _period(*, year: bool, years: bool) -> str:
    return _either([*([_UNIT] if year else []), *([_YEARS] if years else [])])


@cache
def single(*, year: bool, years: bool) -> str:
    """One figure of money: `£125K`, with `/yr` and the like (`year`) or `/4yr` (`years`)."""
    return rf"^{_CODES}\s*{_single(year=year, years=years, more=False)}\s*$"


def _single(*, year: bool, years: bool, more: bool) -> str:
    signs = rf"(?:\s*(?:{_SIGN}|{_SAID}{'|' + _PLUS if more else ''}))*"
    period = rf"(?:\s*{_period(year=year, years=years)})?{signs}" if year or years else ""
    return rf"{_ABOUT}?(?:{_words(TOTAL)}\s*)?(?:{_SIGN}\s*)*{_number(lpa=year)}{signs}{period}"


@cache
def single_or_percent(*, sure: bool = True) -> str:
    """A percentage, or one figure of money that is paid each year: `10%`, `$20K`.

    With `sure` none that can be either.
    """
    money = _single(year=True, years=False, more=True)
    certain = _SURE if sure else ""
    return rf"^{_CODES}{certain}\s*(?:{_ABOUT}?{_PERCENT}\s*%(?:\s*[%+])*|{money})\s*$"


@cache
def span(*, year: bool, years: bool, percent: bool = False, sure: bool = True) -> str:
    """A figure or a range of money, once or twice (in brackets or behind a `/`).

    `€90K-€99K ($97K-$107K)`; with `percent` also `5-10%`, and with `sure` none that can be either a
    percentage or an amount.
    """
    period = [_period(year=year, years=years)] if year or years else []
    tail, again = (
        rf"(?:\s*{_either([_SIGN, _SAID, _PLUS, *share, *period])})*"
        for share in (["%"] if percent else [], ["%"])
    )
    front = rf"{_ABOUT}?(?:{_words(TOTAL)}\s*)?(?:{_SIGN}\s*)*{_number(lpa=year)}"
    share = rf"{_ABOUT}?{_PERCENT}\s*%{tail}|" if percent else ""
    first, other = f"(?:{share}{front}{tail})", f"(?:{share}{front}{again})"
    # What stands behind a bracket holds for what is before it.
    certain = _SURE if percent and sure else ""
    said = rf"{first}(?:\s*{_DASH}\s*{first})*"
    said_again = rf"(?:\s*(?:{_DASH}|/|\()\s*{other}(?:\s*\){tail})?)*"
    return rf"^{_CODES}{certain}\s*{said}(?:\s*(?=[/(]){said_again})?\s*$"
