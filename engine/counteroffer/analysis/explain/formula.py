"""Exact arithmetic written the way a person would: sums of products, with what cancels cancelled.

A settled expression works in whole numbers, `(base * 4 * 10500 + equity * 10000) / 40000`; here it
becomes `base * (1 + 5 / 100) + equity / 4`. Factors are named; what each is written as, and what
takes a currency to another, is told as they come up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Term:
    """A number times powers of named factors, in the order in which they came up."""

    times: Fraction
    powers: tuple[tuple[str, int], ...] = ()


Terms = tuple[Term, ...]


def number(value: int) -> Terms:
    """A plain number; nothing for 0."""
    return (Term(Fraction(value)),) if value else ()


def _joined(*terms: Term) -> Term:
    times, powers = Fraction(1), dict[str, int]()
    for term in terms:
        times *= term.times
        for factor, power in term.powers:
            powers[factor] = powers.get(factor, 0) + power
    return Term(times, tuple((factor, power) for factor, power in powers.items() if power))


class Formula:
    """Takes expressions apart into terms and writes them."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._rates: dict[str, str] = {}
        self._sums: dict[str, Terms] = {}

    def factor(self, name: str, text: str) -> Terms:
        """A factor with what it is written as."""
        self._texts[name] = text
        return (Term(Fraction(1), ((name, 1),)),)

    def rate(self, offer: str, part: str, text: str) -> Terms:
        """The numerator (`num`) or the denominator (`den`) of a rate; `text` is both together."""
        self._rates[offer] = text
        return (Term(Fraction(1), ((f"{offer}.{part}", 1),)),)

    def product(self, one: Terms, other: Terms) -> Terms:
        """Two sums multiplied: a number into each term, else each sum as a factor by itself."""
        if not one or not other:
            return ()
        for number, terms in ((one, other), (other, one)):
            if len(number) == 1 and not number[0].powers:
                return tuple(_joined(number[0], term) for term in terms)
        return (_joined(self._single(one), self._single(other)),)

    def quotient(self, above: Terms, below: Terms) -> Terms:
        """One sum divided by another; what cancels within the terms of the first does."""
        if not above:
            return ()
        by = self._single(below)
        inverse = Term(1 / by.times, tuple((factor, -power) for factor, power in by.powers))
        return self._spread(_joined(self._single(above), inverse))

    def _single(self, terms: Terms) -> Term:
        """A sum as one term: its terms in brackets, times the number that is common to all."""
        if len(terms) == 1:
            return terms[0]
        above = math.gcd(*(term.times.numerator for term in terms))
        common = Term(Fraction(above, math.lcm(*(term.times.denominator for term in terms))))
        inner = tuple(Term(term.times / common.times, term.powers) for term in terms)
        return _joined(common, self._bracketed(inner))

    def _bracketed(self, terms: Terms) -> Term:
        name = repr(terms)  # by what it is made of: other factors may have the same values
        self._sums[name] = terms
        return Term(Fraction(1), ((name, 1),))

    def _spread(self, term: Term) -> Terms:
        """A bracket's factors put into the bracket, where one of them cancels something in it."""
        sums = [name for name, power in term.powers if power == 1 and name in self._sums]
        if len(sums) != 1:
            return (term,)
        inner = self._sums[sums[0]]
        outer = [one for one in term.powers if one[0] != sums[0]]
        moved = [
            (factor, power)
            for factor, power in outer
            if any(dict(one.powers).get(factor, 0) * power < 0 for one in inner)
        ]
        times = term.times if any(abs(one.times) != 1 for one in inner) else Fraction(1)
        parts = (self._spread(_joined(one, Term(times, tuple(moved)))) for one in inner)
        terms = tuple(one for part in parts for one in part)
        if times == 1 and not moved and (outer or term.times != 1):
            return (term,)
        rest = Term(term.times / times, tuple(one for one in outer if one not in moved))
        return terms if rest == Term(Fraction(1)) else (_joined(self._bracketed(terms), rest),)

    def written(self, terms: Iterable[Term]) -> str:
        """The sum as text, what is added before what is taken off; `0` of nothing."""
        text = ""
        for term in sorted(terms, key=lambda term: term.times < 0):
            sign = "-" if term.times < 0 else "+" if text else ""
            text += (f" {sign} " if text else sign) + self._term(term)
        return text or "0"

    def _written(self, factor: str) -> str:
        sum_ = self._sums.get(factor)
        return self._texts[factor] if sum_ is None else f"({self.written(sum_)})"

    def _term(self, term: Term) -> str:
        powers = dict(term.powers)
        rates = [one for one in self._rates if powers.pop(f"{one}.num", 0)]
        for one in rates:
            powers.pop(f"{one}.den")
        up, down = [
            [self._written(name) for name, power in powers.items() if power * sign > 0]
            for sign in (1, -1)
        ]
        if (above := abs(term.times.numerator)) != 1 or not up:
            up.insert(1, str(above))
        if term.times.denominator != 1:
            down.insert(0, str(term.times.denominator))
        ended = "".join(self._rates[one] for one in rates)
        return " * ".join(up) + "".join(f" / {one}" for one in down) + ended
