"""A text → the amounts, percentages and spelled numbers in it, in any common writing.

`$210K`, `210,000`, `€108.000`, `210k USD`, `200-230K`, `two hundred and ten thousand`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from counteroffer.money.currencies import ISO_CODES, SIGNS
from counteroffer.money.numerals import PROSE_POWERS, number
from counteroffer.money.signs import codes_of, is_a_word
from counteroffer.replies.words import NumberWords

Codes = tuple[str, ...]
LEAST_SHORT, LEAST_LONG = 20, 10_000  # "210" may be 210,000, and "210000" is a sum

_NUMBER = (
    r"[0-9]{1,3}(?:[ '_][0-9]{3})+(?![0-9])(?:[.,][0-9]{1,2}(?![0-9]))?"
    r"|[0-9](?: [0-9]){2,}(?![0-9])"
    r"|[0-9]+(?:[.,'][0-9]+)*"
)
_NO_AMOUNT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])|(?<![0-9.,/])[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}(?![0-9])"
    r"|[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}(?![0-9/])"
    r"|\+[0-9](?:[ ()/-]*[0-9]){7,}|(?<=://)\S+|\S+@\S+|(?i:40[13])\s?\(?[kb]\)?(?!\w)"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_NEXT = re.compile(r"[\s-]{0,2}(?P<word>[^\W\d_][\w'.]*)")


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number at `text[start:end]`; `values` are what it may stand for, in full.

    `codes` are the currencies that it may be in, None where none is said; `a_year` how many of
    its period a year has; `unit` is how exactly it is said. `sure` says that it is an amount
    whatever stands around it, `counts` that it is a number of something else by what is behind.
    """

    values: tuple[Decimal, ...]
    codes: Codes | None
    percent: bool
    a_year: int | None
    unit: Decimal
    sure: bool
    counts: bool
    start: int
    end: int
    power: int | None = None


@lru_cache(8)
def _pattern(words: tuple[str, ...], suffixes: tuple[str, ...]) -> re.Pattern[str]:
    signs = sorted((sign for sign in (*SIGNS, "Rs.") if sign != "%"), key=len, reverse=True)
    dollars = [f"{code}$" for code in SIGNS["$"]]
    sign = "|".join(map(re.escape, [*dollars, *signs, *sorted(ISO_CODES)]))
    word = "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))
    power = "|".join(re.escape(one) for one in sorted(suffixes, key=len, reverse=True))
    money = rf"(?:{sign}|(?i:{word})(?![^\W\d_]))"
    return re.compile(
        rf"(?:(?<![^\W\d_])(?P<before>{money})\s?|(?<![\w.,#]))(?P<number>{_NUMBER})"
        rf"(?:\s?(?P<suffix>(?i:{power}))(?=(?:{sign})|[^\w]|_|$))?"
        rf"(?:\+?\s?(?P<after>{money})(?![^\W\d_]))?"
    )


def written(text: str, words: NumberWords) -> tuple[WrittenNumber, ...]:
    """The numbers of a text, in order, that may be amounts of money or percentages."""
    powers = {**{w: p for w, p in PROSE_POWERS.items() if w not in ("l", "b")}, **words.suffixes}
    pattern = _pattern(tuple(words.currencies), tuple(powers))
    apart = [match.span() for match in _NO_AMOUNT.finditer(text)]
    found = [
        one
        for match in pattern.finditer(text)
        if not _within(apart, match.start("number"))
        and (one := _figure(text, match, powers, words)) is not None
    ]
    spelled = [one for one in _spelled(text, words) if not _within(_spans(found), one.start)]
    return tuple(_ranges(text, sorted((*found, *spelled), key=lambda one: one.start), words))


def _spans(some: Sequence[WrittenNumber]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in some]


def _within(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether one of these spans, which are in order, holds a place."""
    before = bisect_right(spans, (at, 10**9)) - 1
    return before >= 0 and spans[before][0] <= at < spans[before][1]


def _figure(
    text: str, match: re.Match[str], powers: dict[str, int], words: NumberWords
) -> WrittenNumber | None:
    raw, suffix = match["number"], (match["suffix"] or "").casefold()
    percent = words.percent.match(text, match.end())
    value = _value(raw, suffix, bool(percent))
    if value is None:
        return None
    signs = [sign for sign in (match["before"], match["after"]) if sign]
    signs = [one for one in signs if not is_a_word(one, not suffix and value < 1000)]
    codes = _codes(signs, words)
    power = powers.get(suffix) if suffix else None
    end = percent.end() if percent else match.end()
    before = _WORD.search(text[max(0, match.start() - 12) : match.start()].rstrip()[::-1])
    return _made(
        text, value, codes, power, bool(percent), (match.start(), end), words,
        dated=bool(before and before.start() == 0 and before[0][::-1].casefold() in words.proper),
        digits=raw,
    )  # fmt: skip


def _made(
    text: str,
    value: Decimal,
    codes: Codes | None,
    power: int | None,
    percent: bool,
    span: tuple[int, int],
    words: NumberWords,
    *,
    dated: bool = False,
    digits: str = "",
) -> WrittenNumber | None:
    """A number as it may be meant; None for one that is no amount in any reading."""
    full = value.scaleb(power or 0)
    period = words.periods.match(text, span[1])
    a_year = words.a_year[period["period"].casefold()] if period else None
    end = period.end() if period else span[1]
    counts = codes is None and not percent and period is None and _counts(text, end, words)
    if percent or power is not None:
        return WrittenNumber(
            (value,) if percent else (full,), codes, percent, a_year, _unit(value, power or 0),
            True, counts, span[0], end, power,
        )  # fmt: skip
    grouped = not digits.isdigit()
    long = value >= LEAST_LONG or (value >= 1000 and (grouped or codes is not None or period))
    if long:
        sure = codes is not None or grouped or period is not None
        return WrittenNumber(
            (value,), codes, False, a_year, _unit(value, 0), sure, counts, span[0], end, power
        )
    if value >= 1000 or value < LEAST_SHORT or dated:
        return None
    values = (value, value * 1000) if codes is not None else (value * 1000,)
    return WrittenNumber(
        values, codes, False, a_year, _unit(value, 3), codes is not None, counts, span[0], end
    )


def _value(raw: str, suffix: str, percent: bool) -> Decimal | None:
    if re.fullmatch("[0-9](?: [0-9])+", raw):
        raw = raw.replace(" ", "")
    known = suffix if suffix in PROSE_POWERS else "k" if suffix else None
    try:
        value = number(raw.replace("_", "'"), known, percent)[0]
    except KeyError:
        value = None
    digits = re.sub("[^0-9]", "", raw)
    return value if value is not None or not digits else Decimal(digits[:15])


def _unit(value: Decimal, power: int) -> Decimal:
    """How exactly a number is said: to its last digit, thousands at most."""
    exponent = value.as_tuple().exponent
    places = exponent if isinstance(exponent, int) else 0
    step = Decimal(1).scaleb(places + power)
    while step < 1000 and value.scaleb(power) % (step * 10) == 0:
        step *= 10
    return min(step, Decimal(1000)) if power < 6 else step


def _codes(signs: Sequence[str], words: NumberWords) -> Codes | None:
    codes: Codes | None = None
    for sign in signs:
        code = words.currencies.get(sign.casefold())
        more = codes_of(sign) or (codes_of("$") if code == "USD" and sign.isalpha() else ())
        more = more if not code or sign.casefold() == code.casefold() or more else (code,)
        if code and sign.casefold() == code.casefold():
            more = (code,)
        both = tuple(one for one in codes or more if one in more)
        codes = both or more
    return codes


def _counts(text: str, end: int, words: NumberWords) -> bool:
    """Whether a number counts what stands behind it: 150 engineers."""
    following = _NEXT.match(text, end)
    return bool(following) and following["word"].casefold().rstrip(".") not in words.behind  # type: ignore[index]


def _ranges(
    text: str, some: Sequence[WrittenNumber], words: NumberWords
) -> Iterator[WrittenNumber]:
    """The numbers with what the ends of a range share: `$200-230K`."""
    for at, one in enumerate(some):
        before = some[at - 1] if at else None
        after = some[at + 1] if at + 1 < len(some) else None
        if after and words.between.fullmatch(text, one.end, after.start):
            yield _shared(one, after)
        elif before and words.between.fullmatch(text, before.end, one.start):
            yield _shared(one, before)
        else:
            yield one


def _shared(one: WrittenNumber, other: WrittenNumber) -> WrittenNumber:
    if other.percent or one.percent:
        return replace(one, percent=True, values=(one.values[-1] / (1 if one.percent else 1000),))
    codes = other.codes if one.codes is None else one.codes
    a_year = other.a_year if one.a_year is None else one.a_year
    values = (one.values[-1],)
    return replace(
        one, values=values, codes=codes, a_year=a_year, sure=one.sure or other.sure, counts=False
    )


def _spelled(text: str, words: NumberWords) -> Iterator[WrittenNumber]:
    """Numbers in words: two hundred and ten thousand, one seventy-one."""
    run: list[re.Match[str]] = []
    for match in [*_WORD.finditer(text), None]:
        word = match.group().casefold() if match else ""
        near = not run or (match and text[run[-1].end() : match.start()].strip(" -\n") == "")
        if match and near and (word in words.numerals or (run and _joins(word, words))):
            run.append(match)
            continue
        yield from _of_run(text, run, words)
        run = [match] if match and word in words.numerals else []


def _joins(word: str, words: NumberWords) -> bool:
    return word in words.multiples or word in words.joins


def _of_run(text: str, run: list[re.Match[str]], words: NumberWords) -> Iterator[WrittenNumber]:
    while run and run[-1].group().casefold() in words.joins:
        run.pop()
    if not run:
        return
    total = group = 0
    for match in run:
        word = match.group().casefold()
        if word in words.joins:
            continue
        times = words.multiples.get(word)
        if times is None:
            group = _with_digit(group, words.numerals[word], word)
        elif times == 100:
            group = (group or 1) * 100
        else:
            total, group = total + (group or 1) * times, 0
    span, value = (run[0].start(), run[-1].end()), Decimal(total + group)
    behind = _NEXT.match(text, span[1])
    code = words.currencies.get(behind["word"].casefold()) if behind else None
    codes = (codes_of("$") if code == "USD" else (code,)) if code else None
    made = _made(text, value, codes, None, False, span, words, digits="1")
    if made is not None:
        yield replace(made, sure=made.sure or value >= 1000)


def _with_digit(group: int, value: int, word: str) -> int:
    if value == 0:
        return group * 100 if group < 10 else group  # two oh five
    if group < 10 <= value:
        return group * 100 + value  # two ten
    return group + value
