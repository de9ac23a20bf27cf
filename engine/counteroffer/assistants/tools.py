"""The tools of an assistant: what each is for, what it takes, and what it says, as text.

None of them changes anything. What an assistant for recruiters can call is chosen when it starts,
and none of that says anything private.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from counteroffer.assistants.case_of_arguments import SCHEMA, case_of_arguments
from counteroffer.calculator.calculator import Calculator
from counteroffer.formats import recruiter, reply, side_by_side, solution
from counteroffer.formats.guides import found_as_text
from counteroffer.formats.guides import lines as guide_lines
from counteroffer.language.declarations import listed
from counteroffer.language.expr import facts_of
from counteroffer.rulebook.headers import heads
from counteroffer.rulebook.levels import listing
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.rulebook.search import search
from counteroffer.text.errors import CaseError, Problem

Audience = Literal["candidate", "recruiter"]
MOST_LISTED = 20
Arguments = Mapping[str, Any]
_TEXT = {"type": "string"}


@dataclass(frozen=True)
class Tool:
    """One tool: its name, when to call it, its further arguments, and what answers it."""

    name: str
    description: str
    answer: Callable[[Calculator, Arguments], str]
    arguments: Mapping[str, Any]
    needed: tuple[str, ...] = ()
    takes_case: bool = True

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its arguments: small, with what a reader needs to fill them in."""
        taken = {**self.arguments, **(SCHEMA if self.takes_case else {})}
        return {"type": "object", "properties": taken, "required": list(self.needed)}


def tools(audience: Audience) -> tuple[Tool, ...]:
    """The tools for one side."""
    return _FOR_RECRUITERS if audience == "recruiter" else _FOR_CANDIDATES


def list_guides(calculator: Calculator, arguments: Arguments) -> str:
    book = calculator.rules
    if name := str(arguments.get("guide") or ""):
        return "\n".join(_one_guide(book, name))
    if asked := str(arguments.get("search") or ""):
        hits = search(book, asked)
        if hits:
            return found_as_text(hits, MOST_LISTED)
        return "No guide is about that. Ask for the posted range and give it as band, with company."
    found = list(heads(book))
    more = len(found) - MOST_LISTED
    told = [*guide_lines(found[:MOST_LISTED])]
    return "\n".join([*told, f"and {more:,} more: give words to search for"] if more > 0 else told)


def _one_guide(book: Rulebook, name: str) -> Iterator[str]:
    rules = book.guide(name)
    yield f"{name}: {rules.guide.name}"
    yield "Regions: " + ", ".join(
        f"{region} ({label}, {rules.guide.currencies[region]})"
        for region, label in rules.guide.labels.items()
    )
    if rules.levels:
        yield f"Levels, of which a case says one; ask, never guess: {listing(rules.levels)}"
    yield "Facts that its levers read; ask the person, never guess:"
    read = {fact for lever in rules.levers for fact in facts_of(lever.when)}
    for fact, declared in book.profile.items():
        if fact in read:
            yield f"- {fact} ({declared.type}): {declared.help}"


def counteroffer(calculator: Calculator, arguments: Arguments) -> str:
    case = case_of_arguments(arguments, calculator.rules)
    return calculator.render(calculator.counter(case), "markdown")


def recruiter_view(calculator: Calculator, arguments: Arguments) -> str:
    view = calculator.recruiter_view(case_of_arguments(arguments, calculator.rules))
    return recruiter.render(view, "markdown", calculator.rules, calculator.locale)


def what_would_change(calculator: Calculator, arguments: Arguments) -> str:
    given = dict(arguments)
    want, by = (_said(given.pop(name, None), name) for name in ("want", "by"))
    found = calculator.solve(case_of_arguments(given, calculator.rules), want, by)
    return "\n".join(solution.lines(found, calculator.rules.formatter(calculator.locale)))


def what_to_find_out(calculator: Calculator, arguments: Arguments) -> str:
    changes = calculator.smallest_changes(case_of_arguments(arguments, calculator.rules))
    told = [
        f"- {change.lever}: {listed(one.text for one in change.changes)}"
        for change in changes
        if change.possible and not change.fired
    ]
    if not told:
        return "No other fact would move the ask."
    return "\n".join(["Each counts if it is true of the person; ask, never assume:", *told])


def write_letter(calculator: Calculator, arguments: Arguments) -> str:
    sent = calculator.letter_with_notices(case_of_arguments(arguments, calculator.rules))
    notes = [f"\nNot for the letter: {notice.message}" for notice in sent.notices]
    return sent.text + "".join(notes)


def compare_offers(calculator: Calculator, arguments: Arguments) -> str:
    found = calculator.compare(case_of_arguments(arguments, calculator.rules))
    shown = calculator.rules.formatter(calculator.locale)
    return "\n".join(side_by_side.lines(found, calculator.rules, shown))


def check_reply(calculator: Calculator, arguments: Arguments) -> str:
    given = dict(arguments)
    draft = _said(given.pop("draft", None), "draft")
    found = calculator.check_reply(case_of_arguments(given, calculator.rules), draft)
    return reply.text(found, "draft")


def read_posting(calculator: Calculator, arguments: Arguments) -> str:
    from counteroffer.formats.postings import lines, rulebook_words
    from counteroffer.postings.reading import read_posting_bytes

    text = _said(arguments.get("text"), "text").encode("utf-8", "replace")
    return "\n".join(lines(read_posting_bytes(text, "posting", rulebook_words(calculator.rules))))


def _said(value: Any, name: str) -> str:
    if not isinstance(value, str) or not value:
        raise CaseError([Problem(f"{name}: a text is needed, such as ask.base=230K", path=(name,))])
    return value


_LIST_GUIDES = Tool(
    "list_guides",
    "The guides that there are (company/role) and their regions; of one guide, the facts to ask"
    " the person about. Call it first.",
    list_guides,
    {"search": {**_TEXT, "description": "company, role, city"}, "guide": _TEXT},
    takes_case=False,
)
_READ_POSTING = Tool(
    "read_posting",
    "The pay that a job posting states, with the place of each figure.",
    read_posting,
    {"text": _TEXT},
    ("text",),
    takes_case=False,
)
_FOR_CANDIDATES = (
    _LIST_GUIDES,
    _READ_POSTING,
    Tool(
        "counteroffer",
        "What to ask for, the floor, the verdict and true sentences, for one offer. State only"
        " what the person said; leave out what is unknown.",
        counteroffer,
        {},
    ),
    Tool(
        "what_would_change",
        "The smallest change of one fact with which a wanted result comes, or that none does.",
        what_would_change,
        {
            "want": {**_TEXT, "description": "ask.base=230K, verdict=accept, lever.multi-cloud"},
            "by": {**_TEXT, "description": "offer.base, competing.NVIDIA.base, gpu_years"},
        },
        ("want", "by"),
    ),
    Tool(
        "what_to_find_out",
        "What to ask the person next: for each silent argument the smallest fact that would make"
        " it count.",
        what_to_find_out,
        {},
    ),
    Tool(
        "write_letter",
        "The letter to the employer, made only of what may be said. Send it unchanged.",
        write_letter,
        {},
    ),
    Tool(
        "compare_offers",
        "The offer, the ask and the other offers side by side, by part of pay and by year.",
        compare_offers,
        {},
    ),
    Tool(
        "check_reply",
        "Hold any text for the employer against the case: untrue claims, private facts,"
        " promises. Send nothing while an error or warning stands.",
        check_reply,
        {"draft": _TEXT},
        ("draft",),
    ),
)
_FOR_RECRUITERS = (
    _LIST_GUIDES,
    _READ_POSTING,
    Tool(
        "counteroffer",
        "What the facts that both sides may know support, for a compensation team.",
        recruiter_view,
        {},
    ),
)
