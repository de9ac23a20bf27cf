"""A draft of a letter or a mail, by whomever, held against the case before it goes out."""

from __future__ import annotations

from datetime import date

from counteroffer.answers.arguments import checked_but
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.letters.of_case import known_case
from counteroffer.money.rates import Rates
from counteroffer.replies.checking import check_draft
from counteroffer.replies.finding import CheckedReply
from counteroffer.replies.words import reply_words
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.arguments import TEXT, check_argument
from counteroffer.text.codes import ProblemCode
from counteroffer.text.errors import CounterofferError

MOST_CHARACTERS = 100_000
_TOO_LONG: ProblemCode = "document.too-large"


@checked_but("text")
def check_reply(
    case: Case,
    text: str,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    deadline: float | None = None,
) -> CheckedReply:
    """What in the draft of a letter or a mail is not true of the case, or not to be said.

    `findings` stand in the order of the text, each with `code`, `severity` (error, warning or
    note), `message`, the `path` of what of the case stands against it, the offsets `start` and
    `end` (characters from 0) and `line` and `column` (from 1); `sound` says that none is above a
    note. What is looked for: offers that are not held, figures that are none of the case's,
    private facts in any writing, amounts under the walk-away, promises that the verdict does not
    back. The words are those of `replies.yaml`. Raises as `counter` does, CounterofferError for a
    text of more than 100,000 characters or of nothing, and TypeError for what is no text.
    """
    return check_reply_in(Setting.of(region, rulebook, rates, today), case, text)


def check_reply_in(setting: Setting, case: Case, text: str) -> CheckedReply:
    """`check_reply`, in a setting."""
    check_argument("text", text, TEXT, False)
    if len(text) > MOST_CHARACTERS:
        raise CounterofferError(
            f"the draft has more than {MOST_CHARACTERS:,} characters", code=_TOO_LONG
        )
    if not text.strip():
        raise CounterofferError("the draft is empty: there is nothing to hold against the case",
                                code="document.empty")  # fmt: skip
    words = reply_words(setting.rulebook.documents("replies.yaml"))
    return check_draft(text, known_case(setting, case), words)
