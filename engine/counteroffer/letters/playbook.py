"""A case → its playbook and its letter: all that a negotiation needs, made of the answer by the
templates of the rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from counteroffer.answers.answer import Counteroffer, Notice
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.counter import answer
from counteroffer.answers.setting import Setting
from counteroffer.answers.words import Words
from counteroffer.cases.case import Case
from counteroffer.cases.public import public
from counteroffer.letters.own import Own, own
from counteroffer.letters.said import ASKS, Said, said
from counteroffer.letters.templates import Templates
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.strategy.both_sides import both_sides
from counteroffer.strategy.extension import ask_for_time
from counteroffer.strategy.fixed_base import words_for_a_fixed_base
from counteroffer.strategy.kept_apart import kept_apart
from counteroffer.strategy.negotiation import Ground, ground

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_START = re.compile(r"\A([-+=]|\d+(?=[.)](?:\s|\Z)))")


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """A paragraph of a script: something to say, or (`aside`) something to do."""

    text: str
    aside: bool


@dataclass(frozen=True, slots=True)
class PushBack:
    """What they say, and the paragraphs of the answer."""

    they: str
    you: tuple[str, ...]


@dataclass(frozen=True)
class Playbook:
    """All that one negotiation needs; `markdown` and `html` need no other file.

    `said`, `letter`, `script` and `push_back` are for the other side: settled from the public case
    alone, so that nothing private can be read off them. `answer` and `own` are the candidate's.
    """

    answer: Counteroffer
    said: Said
    own: Own
    letter: str
    script: tuple[ScriptLine, ...]
    push_back: tuple[PushBack, ...]
    _rulebook: Rulebook = field(repr=False)

    @property
    def _words(self) -> Mapping[str, object]:
        letter = tuple(filter(None, self.letter.split("\n\n")))
        parts = {name: getattr(self, name) for name in ("own", "script", "push_back")}
        return {"say": self.said, "letter": letter, **parts}

    @cached_property
    def markdown(self) -> str:
        """As Markdown, with the pictures as inline SVG and what they show in words.

        Raises RuleError.
        """
        text = Templates(self._rulebook, _markdown).render("playbook.md.j2", self._words)
        return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"

    @cached_property
    def html(self) -> str:
        """As a page that loads nothing.

        Raises RuleError.
        """
        return Templates(self._rulebook).render("playbook.html.j2", self._words).strip() + "\n"

    def pdf(self) -> bytes:
        """The page as PDF, by WeasyPrint (`counteroffer[pdf]`).

        Raises CounterofferError where that is not there.
        """
        from counteroffer.letters.pdf import pdf

        return pdf(self.html)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent, and what the candidate should know before sending it.

    `notices` say where what is kept private makes the candidate's own answer another one.
    """

    text: str
    notices: tuple[Notice, ...]


@checked_arguments
def playbook(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    locale: str | None = None,
    deadline: float | None = None,
) -> Playbook:
    """All that the negotiation of a case needs, word for word.

    Amounts in texts are in the region's currency, as `locale` writes them. Arguments and errors as
    of `counter`.
    The floor and the plan are in it: it is for the candidate, and only `letter`, `script` and
    `push_back` are for the other side.

    Raises DeadlineError once `deadline`, a moment of `time.monotonic()`, has passed.
    """
    return playbook_in(Setting.of(region, rulebook, rates, today), case, locale)


def playbook_in(setting: Setting, case: Case, locale: str | None = None) -> Playbook:
    """`playbook`, in a setting."""
    book = setting.rulebook
    both, book = both_sides(setting, case, locale), setting.rulebook
    texts, spoken = Templates(book, str), _said(both.theirs, locale)
    names = texts.names("push-back") if spoken.verdict in ASKS else ()
    answers = (_push_back(texts.render(name, {"say": spoken})) for name in names)
    return Playbook(
        both.mine.answer,
        spoken,
        own(both, _words(both.mine, locale)),
        _text(texts, spoken),
        _script(texts.render("script.txt.j2", {"say": spoken})),
        tuple(one for one in answers if one.you),
        book,
    )


@checked_arguments
def letter(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    locale: str | None = None,
    deadline: float | None = None,
) -> str:
    """The letter that asks, accepts or declines, ready to send: settled from what both sides may
    know, so that nothing private can be read off it.

    Arguments and errors as of `counter`.
    """
    return letter_with_notices(Setting.of(region, rulebook, rates, today), case, locale).text


def letter_with_notices(setting: Setting, case: Case, locale: str | None = None) -> Letter:
    """`letter`, in a setting, with what the candidate should know before sending it."""
    shared = public(case, setting.rulebook, case.today or setting.today)
    theirs, mine = ground(setting, shared, locale), answer(setting, case, locale)[0]
    text = _text(Templates(setting.rulebook, str), _said(theirs, locale))
    return Letter(text, kept_apart(setting, case, mine, shared, theirs, locale))


def _words(here: Ground, locale: str | None) -> Words:
    return Words(here.answer, here.book, here.book.formatter(locale), locale)


def _said(theirs: Ground, locale: str | None) -> Said:
    words = _words(theirs, locale)
    return said(words, theirs, ask_for_time(theirs), words_for_a_fixed_base(theirs))


def _text(texts: Templates, spoken: Said) -> str:
    text = texts.render("letter.txt.j2", {"say": spoken})
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())


def _script(text: str) -> tuple[ScriptLine, ...]:
    """Paragraphs in brackets are asides."""
    return tuple(
        ScriptLine(one[1:-1] if aside else one, aside)
        for one in _paragraphs(text)
        for aside in [one.startswith("(") and one.endswith(")")]
    )


def _push_back(text: str) -> PushBack:
    they, *you = _paragraphs(text) or ("",)
    return PushBack(they, tuple(you))


def _markdown(text: str) -> str:
    """A text that Markdown shows as it is, also at the start of a line."""
    plain = _ENTITY.sub(r"\\&", _SPECIAL.sub(r"\\\1", text))
    return _START.sub(lambda at: f"\\{at[0]}" if not at[0].isdigit() else f"{at[0]}\\", plain)
