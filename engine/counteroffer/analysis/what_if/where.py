"""A condition on the columns of scenarios, as text → a polars expression.

`ask.base >= 240K and verdict == accept`.

A small closed language in the manner of the rules' own: columns, amounts as typed, words; `==` `!=`
`<` `<=` `>` `>=`; `multi-cloud in levers`; `known(floor.base)`; `and`, `or`, `not` and brackets.
What is unknown decides nothing: a row is kept only where the condition is known to hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from counteroffer.documents.fields import currency_of, single
from counteroffer.language.declarations import nearest
from counteroffer.text.errors import InputError, Problem

LONGEST = 1_000
_OPERATORS = ("==", "!=", "<=", ">=", "<", ">")
_WORD = re.compile(r"[^\s()<>=!\"']+")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_DEEPEST = 50  # brackets and nots


class WhereError(InputError):
    """A condition on columns that can't be read."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: numbers in `unit`, or one of some `words`; any, where None.

    The unit is a currency, %, or nothing.
    """

    numeric: bool
    unit: str = ""
    words: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class _WhereToken:
    kind: str  # column, word, text, sign, end
    text: str
    start: int
    width: int


def where(text: str, columns: Mapping[str, Column], levers: Iterable[str]) -> pl.Expr:
    """The condition as an expression over these columns.

    Raises WhereError, which points at the place.
    """
    if len(text) > LONGEST:
        raise WhereError(
            [
                Problem(
                    f"a condition of {len(text):,} characters: at most {LONGEST:,}",
                    "--where",
                    code="document.too-large",
                    path=("where",),
                )
            ]
        )
    return _WhereReader(text, columns, tuple(levers)).condition()


class _WhereReader:
    def __init__(self, text: str, columns: Mapping[str, Column], levers: tuple[str, ...]) -> None:
        self._text, self._columns, self._levers = text, columns, levers
        self._names = sorted(columns, key=len, reverse=True)
        self._at = self._depth = 0

    def condition(self) -> pl.Expr:
        found = self._either()
        token = self._next()
        if token.kind != "end":
            raise self._error(token, "nothing can follow here but 'and' or 'or'")
        return found

    # tokens

    def _next(self) -> _WhereToken:
        token = self._peek()
        self._at = token.start + token.width
        return token

    def _peek(self) -> _WhereToken:
        text, at = self._text, self._at
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text):
            return _WhereToken("end", "", at, 0)
        for name in self._names:
            end = at + len(name)
            if text.startswith(name, at) and (
                end == len(text) or text[end].isspace() or text[end] in "()<>=!"
            ):
                return _WhereToken("column", name, at, len(name))
        for sign in ("(", ")", *_OPERATORS, "="):
            if text.startswith(sign, at):
                return _WhereToken("sign", sign, at, len(sign))
        if quoted := _QUOTED.match(text, at):
            return _WhereToken("text", quoted[1] or quoted[2] or "", at, len(quoted[0]))
        if word := _WORD.match(text, at):
            return _WhereToken("word", word[0], at, len(word[0]))
        raise self._error(_WhereToken("", text[at], at, 1), "compare with == != < <= > >=")

    def _taken(self, kind: str, *texts: str) -> bool:
        token = self._peek()
        if token.kind == kind and token.text in texts:
            self._next()
            return True
        return False

    def _expect(self, sign: str) -> None:
        token = self._next()
        if token.kind != "sign" or token.text != sign:
            raise self._error(token, f"'{sign}' is missing here")

    # grammar

    def _either(self) -> pl.Expr:
        found = self._both()
        while self._taken("word", "or"):
            found = found | self._both()
        return found

    def _both(self) -> pl.Expr:
        found = self._one()
        while self._taken("word", "and"):
            found = found & self._one()
        return found

    def _one(self) -> pl.Expr:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._error(self._peek(), "too many brackets, one in the other")
        if self._taken("word", "not"):
            found = ~self._one()
        elif self._taken("sign", "("):
            found = self._either()
            self._expect(")")
        elif self._taken("word", "known"):
            self._expect("(")
            token = self._next()
            found = pl.col(self._column(token)).is_not_null()
            self._expect(")")
        else:
            found = self._test()
        self._depth -= 1
        return found

    def _test(self) -> pl.Expr:
        left = self._next()
        if left.kind in ("end", "sign"):
            raise self._error(left, "a value is missing here")
        if self._taken("word", "in"):
            return self._lever(left, self._next())
        sign = self._next()
        if sign.kind != "sign" or sign.text not in _OPERATORS:
            advice = (
                "equal is written =="
                if sign.text == "="
                else "compare with == != < <= > >=, as in ask.base >= 240K"
            )
            raise self._error(left if left.kind == "word" and sign.kind == "end" else sign, advice)
        right = self._next()
        named = left if left.kind == "column" else right
        if named.kind != "column":
            raise self._error(
                left, f"unknown column '{left.text}'{nearest(left.text, self._columns)}"
            )
        kind = self._columns[named.text]
        if not kind.numeric and sign.text not in ("==", "!="):
            raise self._error(sign, f"'{named.text}' holds words: compare it by == or !=")
        one, other = self._operand(left, kind, named.text), self._operand(right, kind, named.text)
        return _compared(sign.text, one, other)

    def _column(self, token: _WhereToken) -> str:
        if token.kind != "column":
            raise self._error(
                token, f"unknown column '{token.text}'{nearest(token.text, self._columns)}"
            )
        return token.text

    def _lever(self, token: _WhereToken, column: _WhereToken) -> pl.Expr:
        if column.text != "levers":
            raise self._error(column, "'in' is for levers: multi-cloud in levers")
        if token.text not in self._levers:
            raise self._error(
                token, f"unknown lever '{token.text}'{nearest(token.text, self._levers)}"
            )
        fired = pl.concat_str([pl.lit("+"), pl.col("levers").cast(pl.String), pl.lit("+")])
        return fired.str.contains(f"+{token.text}+", literal=True)

    def _operand(self, token: _WhereToken, kind: Column, name: str) -> pl.Expr:
        if token.kind == "column":
            if self._columns[token.text].numeric != kind.numeric:
                raise self._error(token, f"'{token.text}' and '{name}' can't be compared")
            return pl.col(token.text) if kind.numeric else pl.col(token.text).cast(pl.String)
        if token.kind not in ("word", "text"):
            raise self._error(token, "a value is missing here")
        if kind.numeric:
            return self._number(token, kind, name)
        if kind.words is not None and token.text not in kind.words:
            advice = nearest(token.text, kind.words) or f"; it can be {', '.join(kind.words[:12])}"
            raise self._error(token, f"'{name}' is never '{token.text}'{advice}")
        return pl.lit(token.text, dtype=pl.String)

    def _number(self, token: _WhereToken, kind: Column, name: str) -> pl.Expr:
        text = token.text
        try:
            if text.endswith("%"):
                unit, number = "%", Decimal(text.removesuffix("%"))
            elif re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
                unit, number = kind.unit, Decimal(text)
            else:
                amount = single(text)
                unit, number = currency_of(amount, kind.unit), amount.low
        except (ValueError, ArithmeticError) as error:
            unknown = nearest(text, self._columns)
            raise self._error(
                token, f"unknown column '{text}'{unknown}" if unknown else str(error)
            ) from None
        if unit != kind.unit:
            raise self._error(
                token, f"'{name}' is in {kind.unit or 'no currency of its own'}, not in {unit}"
            )
        return pl.lit(int(number), dtype=pl.Int64) if number == int(number) else pl.lit(number)

    def _error(self, token: _WhereToken, reason: str) -> WhereError:
        return WhereError(
            [
                Problem(
                    reason,
                    "--where",
                    1,
                    token.start + 1,
                    max(1, token.width),
                    self._text,
                    code="condition.unreadable",
                    path=("where",),
                )
            ]
        )


def _compared(sign: str, one: pl.Expr, other: pl.Expr) -> pl.Expr:
    match sign:
        case "==":
            return one == other
        case "!=":
            return one != other
        case "<":
            return one < other
        case "<=":
            return one <= other
        case ">":
            return one > other
        case _:
            return one >= other
