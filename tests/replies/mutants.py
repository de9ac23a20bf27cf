"""True letters made untrue, in one way each: with what is to be found in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from counteroffer import Case, Counteroffer
from counteroffer.cases.public import public
from tests.support.samples import RULES, TODAY, Facts

PROMISES = (
    "I accept.",
    "I will sign today.",
    "I'm ready to sign as soon as you send the contract.",
    "If you can do that, I'll accept on the spot.",
    "You have my word that I am going to join.",
    "Consider it done, count me in.",
    "I would be happy to sign this week.",
    "We have a deal.",
)
SECRETIVE = (
    "For what it's worth, {} is the figure that matters here.",
    "My minimum is {}.",
    "I won't go below {}.",
    "Anything under {} makes no sense to me.",
    "({})",
    "To be open with you: {}, and that is where I am.",
)
AMOUNT = r"(?:[A-Z]{0,3}[$£€₹¥]|[A-Z]{3} )[0-9][0-9,]*[0-9]"
UNKNOWN = ("Globex", "Stripe", "Initech Systems", "Hooli")


@dataclass(frozen=True)
class Mutant:
    """A letter that says something untrue, and the codes of which one must be found."""

    kind: str
    text: str
    codes: frozenset[str]


def writings(amount: int, currency: str) -> tuple[str, ...]:
    """The same amount as people write it."""
    dotted = f"{amount:,}".replace(",", ".")
    thousands = f"{amount / 1000:.3f}".rstrip("0").rstrip(".")
    short = [f"{thousands}k {currency}", f"{currency} {thousands}K"] if amount % 10 == 0 else []
    return (
        f"{currency} {amount:,}",
        f"{amount:,}",
        f"{amount} {currency}",
        f"{currency} {dotted}",
        f"{amount:,}".replace(",", " ") + f" {currency}",
        *short,
    )


def mutants(facts: Facts, letter: str, mine: Counteroffer, chance: Random) -> Iterator[Mutant]:
    """A letter made untrue in each way that it offers."""
    case = Case.of(**facts)
    open_case = public(case, RULES, TODAY)
    for make in (_swapped, _raised, _written, _promised, _lowered):
        yield from make(open_case, letter, mine, chance)
    yield from _leaking(case, letter, mine, chance)


def _inserted(letter: str, sentence: str, chance: Random) -> str:
    paragraphs = letter.split("\n\n")
    at = chance.randint(2, max(2, len(paragraphs) - 2))
    return "\n\n".join([*paragraphs[:at], sentence, *paragraphs[at:]])


def _named(case: Case, letter: str) -> str | None:
    return next((one.company for one in case.competing if f"from {one.company}" in letter), None)


def _swapped(case: Case, letter: str, mine: Counteroffer, chance: Random) -> Iterator[Mutant]:
    if name := _named(case, letter):
        told = letter.replace(f"from {name}", f"from {chance.choice(UNKNOWN)}")
        yield Mutant("another company", told, frozenset({"offer-not-held"}))


def _raised(case: Case, letter: str, mine: Counteroffer, chance: Random) -> Iterator[Mutant]:
    name = _named(case, letter)
    found = name and re.search(rf"from {re.escape(name)}(?:: a| with a) base of ({AMOUNT})", letter)
    if found and name:
        said = found[1]
        amount = int(re.sub(r"\D", "", said))
        sign = re.sub(r"[\d,]+$", "", said)
        more = f"{sign}{amount + chance.choice([137, 1_013, 5_111, 10_207]):,}"
        told = letter.replace(f"base of {said}", f"base of {more}", 1) if letter.count(said) else ""
        if letter.index(f"base of {said}") != found.start(1) - len("base of "):
            told = letter[: found.start(1)] + more + letter[found.end(1) :]
        codes = {"offer-misstated", "figure-of-nowhere", "private-fact"}
        yield Mutant("a higher figure of an offer", told, frozenset(codes))


def _written(case: Case, letter: str, mine: Counteroffer, chance: Random) -> Iterator[Mutant]:
    codes = frozenset({"not-in-writing"})
    for said, instead in (
        ("I hold a verbal offer", "I hold a written offer"),
        ("I hold a verbal offer", "I have a signed offer"),
        ("I hold an offer", "I hold a written offer"),
        ("counter-offer by word of mouth", "counter-offer in writing"),
    ):
        if said in letter:
            yield Mutant("in writing", letter.replace(said, instead), codes)


def _promised(case: Case, letter: str, mine: Counteroffer, chance: Random) -> Iterator[Mutant]:
    if not re.search("glad to (accept|agree)", letter) and mine.verdict != "accept":
        told = _inserted(letter, chance.choice(PROMISES), chance)
        yield Mutant("a promise", told, frozenset({"promise"}))


def _lowered(case: Case, letter: str, mine: Counteroffer, chance: Random) -> Iterator[Mutant]:
    found = re.search(rf"asking for a base of ({AMOUNT})", letter)
    if found and mine.walk_away:
        least = mine.walk_away.base - chance.choice([1, 17, 1_003, 9_001])
        if least > 20_000:
            how = chance.choice(writings(least, mine.currency))
            told = letter[: found.start(1)] + how + letter[found.end(1) :]
            codes = {"under-walk-away", "private-fact"}
            yield Mutant("an ask under the walk-away", told, frozenset(codes))


def _leaking(case: Case, letter: str, mine: Counteroffer, chance: Random) -> Iterator[Mutant]:
    stated = list(_private(case))
    if stated:
        how = chance.choice(writings(*chance.choice(stated)))
        sentence = chance.choice(SECRETIVE).format(how)
        yield Mutant("a private figure", _inserted(letter, sentence, chance),
                     frozenset({"private-fact", "figure-of-nowhere"}))  # fmt: skip
    hidden = [one.company for one in case.competing if one.private]
    if hidden:
        sentence = f"I have also heard from {chance.choice(hidden)}."
        yield Mutant("a private offer", _inserted(letter, sentence, chance),
                     frozenset({"private-fact"}))  # fmt: skip


def _private(case: Case) -> Iterator[tuple[int, str]]:
    """The private amounts of a case of one piece, with their currencies."""
    minimum = str(case.candidate.get("minimum_base") or "")
    known = {"$90K": (90_000, "USD"), "£150K": (150_000, "GBP"), "€203456": (203_456, "EUR"),
             "$300K": (300_000, "USD"), "CHF 412000": (412_000, "CHF"),
             "$231K": (231_000, "USD")}  # fmt: skip
    if minimum in known:
        yield known[minimum]
