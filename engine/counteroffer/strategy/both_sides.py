"""One case settled twice: for the candidate, and as both sides may know it.

Whatever is to be said to the other side is made of the second alone, so nothing private can be
read off it; what is for the candidate is made of the first, and told apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from counteroffer.answers.answer import Notice
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.cases.public import public
from counteroffer.strategy.kept_apart import does, kept_apart
from counteroffer.strategy.negotiation import Ground, ground
from counteroffer.strategy.step_facts import Apart


@dataclass(frozen=True)
class BothSides:
    """The candidate's own ground, that of the public case, and what to know where they differ."""

    mine: Ground
    theirs: Ground
    notices: tuple[Notice, ...]
    locale: str | None = field(default=None)

    @property
    def apart(self) -> Apart:
        """What the letter does, and what the candidate's own answer comes to."""
        letter, own = self.theirs.answer, self.mine.answer
        return Apart(letter.verdict, does(letter, self.theirs), does(own, self.theirs))


def both_sides(setting: Setting, case: Case, locale: str | None = None) -> BothSides:
    """Settle a case for both; errors as in `counter`."""
    mine = ground(setting, case, locale)
    shared = public(case, setting.rulebook, case.today or setting.today)
    theirs = mine if shared == case else ground(setting, shared, locale)
    notices = kept_apart(setting, case, mine.answer, shared, theirs, locale)
    return BothSides(mine, theirs, notices, locale)
