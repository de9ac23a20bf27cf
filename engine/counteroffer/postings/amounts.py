"""Text → the amounts and ranges in it, whether they are pay or not.

Each with what stands right behind it: `$146-220k`, `zł330,630.00 - zł562,970.00 per year`,
`45.000 € bis 55.000 €`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from counteroffer.money.currencies import ISO_CODES, SIGNS
from counteroffer.money.numerals import MAX_DIGITS, PROSE_POWERS, RUPEES, number
from counteroffer.money.signs import CODE, Codes, codes_of, fitting, is_a_word
from counteroffer.postings.words import PostingVocabulary

BLANK = r"[ \t\u00a0\u2009\u202f]"
_GLUED = "k|K|m|M|b|B|l|L|cr|mn|bn|mm"
_APART = "|".join(
    sorted((re.escape(w) for w in PROSE_POWERS if w not in ("l", "m", "b", "rb", "jt")), key=len)[
        ::-1
    ]
)
_NUMBER = (
    r"[0-9]{1,3}(?:[\u00a0\u2009\u202f '’][0-9]{3})+(?:[.,][0-9]{1,2})?(?![0-9])"
    r"|[0-9]+(?:[.,'’][0-9]+)*"
)
_DIGITS = re.compile(_NUMBER)
_WITHOUT_CENTS = re.compile(r"(?:,-{1,2}|[.]-|,[–—](?!\s?[0-9]))?")
_SUFFIX = re.compile(
    rf"(?:{BLANK}?(?i:(?:tsd|mio)\.|{_APART})|(?:{_GLUED})|{BLANK}?T(?=€|EUR))"
    rf"(?=(?:{CODE})|[^\w]|_|$|[円元원])"
)
_PERCENT = re.compile(rf"{BLANK}?(?:%|percent\b|Prozent\b|pct\b)")
_NUMBER_NEXT = re.compile(rf"{BLANK}?[0-9]")
_LETTERS = frozenset(("b", "l", "m"))  # that stand for powers only beside a sign
_BLANKS = " \t\u00a0\u2009\u202f"
_KNOWN = frozenset((*ISO_CODES, *(f"{code}$" for code in SIGNS["$"]), *SIGNS, "Rs.")) - {"%"}
_SIGN_ENDS = frozenset(sign[-1] for sign in _KNOWN if not sign[-1].isalpha())
_SIGN_STARTS = frozenset(sign[0] for sign in _KNOWN if not sign[0].isalpha())
_LONGEST_SIGN, _LONGEST_NAME = 8, 22  # characters of a sign before a number, of a name behind
_DASH = "[-‐‑‒–—―−~〜～]{1,2}"
MOST_NUMBERS = 100_000  # of one text
_LONGEST_RANGE = 60  # characters between its ends
_NO_AMOUNT = re.compile(r"(?i)40[13]\s?\(?[kb]\b\)?|457\(?b\)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[^0-9][0-9]{3})+(?:[.,][0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class End:
    """One number at `text[start:end]`, with its signs and suffix."""

    value: Decimal
    power: int | None
    codes: Codes | None
    suffix: str
    plus: bool
    written: str
    start: int
    end: int

    @property
    def amount(self) -> Decimal:
        """Its value in full."""
        return self.value.scaleb(self.power or 0)


@dataclass(frozen=True, slots=True)
class PostedAmount:
    """A figure or a range at `text[start:end]`; `tail` is where the words of its period end.

    `codes` are the currencies that its signs may stand for: None without a sign, () where the signs
    are at odds. A `plus` leaves the high end open; `gross` says that its own words make it pay:
    gross, net, LPA.
    """

    low: Decimal
    high: Decimal
    codes: Codes | None
    period: str | None
    plus: bool
    ranged: bool
    written: tuple[str, ...]
    scaled: bool
    start: int
    end: int
    tail: int
    gross: bool
    notes: tuple[str, ...] = ()


def amounts(text: str, words: PostingVocabulary) -> Iterator[PostedAmount]:
    """The amounts of a text, left to right."""
    ends = _ends(text, words)
    low = next(ends, None)
    while low is not None:
        following = next(ends, None)
        made, used = _amount(text, low, following, words)
        yield made
        low = next(ends, None) if used == 2 else following


def _ends(text: str, words: PostingVocabulary) -> Iterator[End]:
    at = count = 0
    while (match := _DIGITS.search(text, at)) and count < MOST_NUMBERS:
        at, count = match.end(), count + 1
        one = _end(text, match, words)
        if one:
            at = one.end
            yield one


def _end(text: str, match: re.Match[str], words: PostingVocabulary) -> End | None:
    """The number at a match with its signs and suffix; None for what is no amount."""
    start, signs = _signs_before(text, match.start(), words)
    at = _past(_WITHOUT_CENTS, text, match.end())
    suffix = _SUFFIX.match(text, at)
    at = suffix.end() if suffix else at
    plus = text.startswith("+", at)
    end, after = _sign_behind(text, at + plus, words)
    more = text.startswith("+", end)
    if _PERCENT.match(text, end + more) or _NO_AMOUNT.match(text, match.start()):
        return None
    if not signs and _inside_a_word(text, match.start(), end, bool(suffix or after)):
        return None
    written = suffix.group().strip().rstrip(".").casefold() if suffix else ""
    value = _value(match.group(), written)
    if written in _LETTERS and not (signs or after):
        return None  # pay grade 9b
    if value is None:
        return None
    paid = match.group()[-3:-2] in (".", ",") or _is_paid(text, end, words)
    if not paid and _only_a_word(signs[0] if signs else after, value, written):
        return None
    power = 3 if written == "t" else PROSE_POWERS.get(written)
    codes = _codes(words, *signs, after)
    return End(
        value, power, codes, written, plus or more, match.group(), start, end + more
    )  # fmt: skip


def _is_paid(text: str, end: int, words: PostingVocabulary) -> bool:
    """Whether a period stands behind a number or its range, or a power: CHF 45-55/h, INR 9-12L."""
    at = _past(_OTHER_END, text, end)
    if at > end and _SUFFIX.match(text, at):
        return True
    at = _skipped(text, at)
    return words.period_behind.pattern.match(text, at) is not None


def _only_a_word(sign: str, value: Decimal, suffix: str) -> bool:
    """TOP 10, R2: what looks like a code or a sign before a small number."""
    small = not suffix and value < 1000
    return is_a_word(sign, small and value < 100) or (len(sign) < 3 and is_a_word(sign, small))


def _signs_before(text: str, at: int, words: PostingVocabulary) -> tuple[int, list[str]]:
    """Up to two signs, codes or names of currencies right before a number, and where they begin."""
    signs: list[str] = []
    for _ in range(2):
        end = at
        while end and at - end < 2 and text[end - 1] in _BLANKS:
            end -= 1
        if not end or not (text[end - 1].isalpha() or text[end - 1] in _SIGN_ENDS):
            break
        lengths = range(_LONGEST_SIGN, 0, -1)
        length = next((n for n in lengths if _is_sign(text, end - n, end, words)), 0)
        if not length:
            break
        at = end - length
        signs.insert(0, text[at:end])
    return at, signs


def _is_sign(text: str, start: int, end: int, words: PostingVocabulary) -> bool:
    if start < 0:
        return False
    sign = text[start:end]
    known = sign in _KNOWN or sign.casefold() in words.currency_words
    return known and not (sign[0].isalpha() and start and text[start - 1].isalpha())


def _sign_behind(text: str, at: int, words: PostingVocabulary) -> tuple[int, str]:
    """The sign, code or name of a currency right behind a number, and where it ends.

    None where it belongs to the next number.
    """
    begin = at + 1 if text[at : at + 1] in _BLANKS and at < len(text) else at
    first = text[begin : begin + 1]
    if not (first.isalpha() or first in _SIGN_STARTS):
        return at, ""
    for length in range(_LONGEST_NAME, 0, -1):
        end = begin + length
        sign = text[begin:end]
        known = sign in _KNOWN or sign.casefold() in words.currency_words
        if known and not (sign[-1].isalpha() and text[end : end + 1].isalpha() and sign.isascii()):
            return (at, "") if _NUMBER_NEXT.match(text, end) else (end, sign)
    return at, ""


def _inside_a_word(text: str, start: int, end: int, marked: bool) -> bool:
    """L5, v2.1, US-04725, 3x, 5th, #12."""
    before = text[start - 1] if start else " "
    if before == "/" and marked and start > 1 and text[start - 2].isdigit():
        return False  # 45/55 K€
    if before in "._#/" or (before.isalnum() and not (before.isalpha() and ord(before) > 0x2E80)):
        return True
    if before == "-" and start > 1 and text[start - 2].isalnum() and not text[start - 2].isdigit():
        return text[start - 2] not in "kK"
    following = text[end : end + 1]
    return following.isalpha() and not marked and ord(following) < 0x2E80


def _value(raw: str, suffix: str) -> Decimal | None:
    if sum(map(str.isdigit, raw)) > MAX_DIGITS:
        return None
    power = suffix if suffix in PROSE_POWERS else "k" if suffix == "t" else None
    return number(raw, power, False)[0]


def _codes(words: PostingVocabulary, *signs: str) -> Codes | None:
    """The currencies that all signs of one figure may stand for: "CAD $" is CAD."""
    codes: Codes | None = None
    for sign in filter(None, signs):
        named = words.currency_words.get(sign.rstrip("$").casefold())
        more = codes_of(sign) or ((named,) if named else ())
        if not more:
            continue
        both = more if codes is None else tuple(code for code in codes if code in more)
        codes = both or more
    return codes


def _amount(
    text: str, low: End, following: End | None, words: PostingVocabulary
) -> tuple[PostedAmount, int]:
    high = following if following and _joined(text, low, following, words) else low
    run = (low,) if low is high else (low, high)
    bottom, top, note = _scaled(low, high)
    signed = [one.codes for one in run if one.codes is not None]
    rupees = any(one.suffix in RUPEES for one in run)
    codes = fitting(signed) if signed else ("INR",) if rupees else None
    if codes == () and len(signed) == 2:  # $130,000 - 150,000 CAD
        codes = min(signed, key=len) if set(signed[0]) & set(signed[1]) else ()
    if rupees and codes and "INR" in codes:
        codes = ("INR",)
    period, tail, gross = _tail(text, high.end, words)
    if period is None and low is not high:
        period = _tail(text[: high.start], low.end, words)[0]
    if high.suffix == "lpa":
        period, gross = "year", True
    return PostedAmount(
        bottom, top, codes, period, high.plus, low is not high,
        tuple(one.written for one in run), any(one.power for one in run),
        low.start, high.end, tail, gross, note,
    ), len(run)  # fmt: skip


def _joined(text: str, low: End, high: End, words: PostingVocabulary) -> bool:
    """Whether two numbers are the ends of a range."""
    between = text[low.end : high.start]
    if len(between) > _LONGEST_RANGE or low.plus:
        return False
    if not _join(words).fullmatch(between) and not _slashed(between, low, high):
        is_and = words.ranges.and_.fullmatch(_stripped(between, words))
        if not (is_and and words.ranges.between.search(text[max(0, low.start - 20) : low.start])):
            return False
    bottom, top, _ = _scaled(low, high)
    if bottom > top or (low.codes and high.codes and not set(low.codes) & set(high.codes)):
        return False
    bare = high.codes is None and high.power is None and high.value < 1000
    return not (bare and low.codes is not None and (low.power is None and low.value >= 1000))


def _slashed(between: str, low: End, high: End) -> bool:
    """45/55 K€: both are thousands, and the first has no sign of its own."""
    thousands = high.power == 3 and low.power in (None, 3)
    return between.strip() == "/" and thousands and low.codes is None and low.value < high.value


@lru_cache(8)
def _join(words: PostingVocabulary) -> re.Pattern[str]:
    tail = (
        rf"(?:[\s/(]{{0,3}}(?:{_grouped(words.filler)}|{_grouped(words.period_behind.pattern)})[.)]{{0,2}})"
        rf"|{_IN_BRACKETS}"
    )
    return re.compile(
        rf"\s{{0,4}}(?:{tail}){{0,4}}\s{{0,4}}(?:(?:{_DASH}\s{{0,3}})?(?:{words.ranges.to})|{_DASH})"
        rf"\s{{0,4}}(?:{words.ranges.to})?\s{{0,3}}",
        re.IGNORECASE,
    )


def _grouped(pattern: re.Pattern[str]) -> str:
    """A pattern without groups of its own."""
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern.pattern)


def _stripped(between: str, words: PostingVocabulary) -> str:
    """What joins two numbers, without the period of the first."""
    found = words.period_behind.pattern.match(between.lstrip())
    return (between.lstrip()[found.end() :] if found else between).strip()


def _scaled(low: End, high: End) -> tuple[Decimal, Decimal, tuple[str, ...]]:
    """Both ends in full, with a suffix of one shared where that is meant, and what is unsure."""
    if low is high:
        return low.amount, low.amount, ()
    if low.power is None and high.power is not None:
        if high.value >= 1000 and low.value >= 1000 and high.power == 3:
            return low.value, high.value, (f"“{high.written}{high.suffix}” read without the k",)
        shared = low.value < 1000
        return low.value.scaleb(high.power) if shared else low.value, high.amount, ()
    if high.power is None and low.power is not None and high.value < 1000:
        return low.amount, high.value.scaleb(low.power), ()
    if low.power is None and high.power is None and _shortened(low, high):
        return (
            low.value * 1000,
            high.value,
            (f"“{low.written}” read in thousands, as the high end",),
        )
    return low.amount, high.amount, ()


def _shortened(low: End, high: End) -> bool:
    """70-80.000 €."""
    thousands = _GROUPED.fullmatch(high.written) and high.value >= 10_000
    return bool(thousands) and low.value < 1000 and high.value / 4 <= low.value * 1000 <= high.value


def _tail(text: str, end: int, words: PostingVocabulary) -> tuple[str | None, int, bool]:
    """The period behind a figure, where its words end, and whether it is gross or net."""
    at, gross = end, False
    for _ in range(8):
        begin, at = at, _skipped(text, at)
        found = words.period_behind.pattern.match(text, at)
        if found is None and text[at : at + 1] == "/":
            at = _skipped(text, at + 1)
            found = words.period_behind.pattern.match(text, at)
        if found:
            behind = found.end()
            more = words.gross.match(text, _skipped(text, behind)) or words.net.match(
                text, _skipped(text, behind)
            )
            return (
                words.period_behind.of(found),
                more.end() if more else behind,
                gross or bool(more),
            )
        filler = words.filler.match(text, at)
        if not filler:
            past = _past(_BRACKETS, text, begin)
            if past > begin and words.period_behind.pattern.match(text, _skipped(text, past)):
                at = past
                continue
            break
        gross |= bool(words.gross.match(text, at) or words.net.match(text, at))
        at = filler.end()
    return None, end, gross


_IN_BRACKETS = r"\s{0,2}\([^()0-9\n]{2,25}\)"
_BRACKETS = re.compile(_IN_BRACKETS)
_OTHER_END = re.compile(rf"{BLANK}?{_DASH}{BLANK}?[0-9]+(?:[.,][0-9]+)?")
_SKIP = re.compile(rf"(?:{BLANK}|[(),|·-]|(?<=[A-Za-z]) ?[0-9](?=[,)\s])){{0,4}}")


def _skipped(text: str, at: int) -> int:
    return _past(_SKIP, text, at)


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where a pattern ends that begins at `at`; there, where it does not."""
    found = pattern.match(text, at)
    return found.end() if found else at
