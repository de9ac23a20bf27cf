"""What of an imported lever's script may be said: whole statements in the first person."""

from __future__ import annotations

import pytest

from counteroffer.reader.speech import sayable
from tests.support.imported_guide import BOOK

KINDS = BOOK.kinds_of_levers


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ('"I keep looms. I need $200K base. I mend them too."', "I mend them too."),
        ('"I have kept looms for years, and none broke. It takes a while."', "none broke."),
        ("I have kept looms for years.", "I have kept looms for years."),
        ("“At dawn, I mend the looms of two mills.”", "At dawn, I mend the looms of two mills."),
    ],
)
def test_statements_are_kept_without_amounts(script: str, said: str) -> None:
    assert sayable(script, KINDS).endswith(said)
    assert "$" not in sayable(script, KINDS)


@pytest.mark.parametrize(
    "script",
    [
        '"Push for the top of the looms that I have kept."',
        '"I have kept looms for years. Thornfield is offering me more."',
        '"I am also speaking with the mills of Thornfield."',
        '"I have cut the time for mending looms by X%, and it stays cut."',
        '"I have kept [number] looms for years."',
        '"I have kept {many} looms for years."',
        'Ask which mills want you. "I have kept looms for years."',
        '"I have kept looms for years, and I would',
        '"I have kept looms for years" and "I mend them at night."',
        '"I have kept looms for years ..."',
        '"Which looms would I have to keep for you?"',
        '"The mill is growing, and looms are few."',
        '"I am one of those."',
        '"I need more than that for my looms."',
        "",
    ],
)
def test_all_else_is_for_the_candidates_own_words(script: str) -> None:
    assert sayable(script, KINDS) == ""
