"""The script of an imported lever → what of it a candidate could say word by word.

Only whole statements in the first person are said. A script with a placeholder, with advice, with a
quotation that is cut, or with a claim about other processes is said by nobody: the lever is then
argued in the candidate's own words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from counteroffer.reader.mentions import mentions
from counteroffer.rulebook.rule_files import KindsFile

_LONGEST = 900  # characters of a script
_SHORTEST = 4  # words of a statement
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’']*\s+")
_END = re.compile(r"[.!][\"”’']*$")
_SUBJECT = re.compile(r"^(?:[^,.;:]{1,80},\s+)?(?:I|My|my)\b")
_POINTS = re.compile(  # what stands for something that another sentence says
    r"\b(?:this|these|those|such)\b(?!\s+(?:role|company|team|position|job|work)\b)"
    r"|\b(?:in|of|for|by|with|to|at) that\b|\bthat(?:'s)?[.,]",
    re.IGNORECASE,
)
_BLANK = re.compile(
    r"[\[\]{}<>_|]|\b[XYZ]{1,3}\b|\bN\b|\b(?:TBD|TBC)\b|[$€£¥₹]\s?[A-Z_]|\bX%|\bXX"
    r"|\((?:your|insert|name|company|number)\b",
)
_CUT = re.compile(r"\.\.\.|…|[,;:–—-]\s*[\"”’']*$")
_BACK = re.compile(  # what points at a sentence before it
    r"^(?:this|that|that's|this's|these|those|it|it's|they|which|who|so|but|and|or|because|therefore"
    r"|hence|thus|then|such|both|otherwise|instead|also|moreover|however|as such|here's)\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\bI(?:'d| would)\b|\bI(?:'m| am) (?:asking|looking|targeting|aiming|seeking|hoping|requesting"
    r"|proposing|expecting|open|happy|willing|interested|evaluating|considering|also)\b"
    r"|\bI (?:want|need|expect|ask|hope|request|propose|deserve|require|seek|prefer|understand|know"
    r"|believe|think|recommend|suggest)\b|\bmy (?:ask|expectation|target|number|floor)\b",
    re.IGNORECASE,
)
_OPEN, _CLOSED = "“", "”"
_QUOTES = "\"“”'‘’ "


def sayable(script: str, kinds: KindsFile) -> str:
    """The statements of a script that can be said as they stand; "" where there is none."""
    text = _quoted(" ".join(script.split()).replace("’", "'"))
    if text is None or _refused(text, kinds):
        return ""
    unsaid, size = _any(kinds.unsaid), 0
    kept: list[str] = []
    sentences = [one.strip(_QUOTES) for one in _SENTENCE.split(text)]
    for number, one in enumerate(sentences):
        follows = bool(number and kept and kept[-1] == sentences[number - 1])
        if not _statement(one, follows) or unsaid.search(one) or mentions(one, None):
            continue
        size += len(one)
        if size > _LONGEST:
            break
        kept.append(one)
    return " ".join(kept)


def _quoted(text: str) -> str | None:
    """What a script says: its only quotation, or all of it where it has none.

    None where there are words around the quotation, or a quotation is cut off.
    """
    text = text.strip(" *_>-:")
    straight, opened, closed = text.count('"'), text.count(_OPEN), text.count(_CLOSED)
    if straight % 2 or opened != closed:
        return None
    if not straight and not opened:
        return text if not text[:1].islower() else None
    whole = text[:1] in ('"', _OPEN) and text.rstrip(" .")[-1:] in ('"', _CLOSED)
    single = straight == 2 or (straight == 0 and opened == 1)
    return text.strip(" .").strip('"“”').strip() if whole and single else None


def _refused(text: str, kinds: KindsFile) -> bool:
    """Whether a script must not be said at all."""
    if _BLANK.search(text) or _CUT.search(text) or not _END.search(text):
        return True
    if _any(kinds.processes).search(text):
        return True
    advice = _any(kinds.advice)
    return any(advice.match(one.strip(_QUOTES)) for one in _SENTENCE.split(text))


def _statement(sentence: str, follows: bool) -> bool:
    """Whether a sentence is a whole statement of the speaker about themselves.

    `follows`: whether what it may point back at is said right before it.
    """
    return (
        len(sentence.split()) >= _SHORTEST
        and bool(_END.search(sentence))
        and sentence[:1].isupper()
        and bool(_SUBJECT.search(sentence))
        and not _WISH.search(sentence)
        and not re.search(r"(?i)\byour offer\b", sentence)
        and (follows or not (_BACK.match(sentence) or _POINTS.search(sentence)))
        and sentence.count("(") == sentence.count(")")
    )


@lru_cache(maxsize=64)
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these, as whole words; `*` at an end stands for the rest of one."""
    return title_words(words)


def title_words(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern of words and phrases, in any case; `*` at an end stands for the rest of a word."""
    return re.compile("|".join(map(_word, words)) or r"(?!)", re.IGNORECASE)


def _word(word: str) -> str:
    stem = re.escape(word.rstrip("*")).replace(r"\ ", r"\s+")
    start = r"(?<!\w)" if word[:1].isalnum() else ""
    end = r"\w*" if word.endswith("*") else r"(?!\w)" if word[-1:].isalnum() else ""
    return f"{start}{stem}{end}"
