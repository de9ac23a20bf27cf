"""Counts the amounts and percentages of guides that nothing accounts for: neither a figure, nor a
note, nor a part that is named as not about pay.

Signs of money are looked for here by themselves, so that what the reader overlooks counts.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from counteroffer import Rulebook
from counteroffer.reader.reading import Reading, figures, read_guide
from counteroffer.reader.vocabulary import Vocabulary, vocabulary

TOKEN = re.compile(
    r"(?:[$€£¥₹₪₩]|\b(?:R|S|A|C|NZ|HK)\$)\s?[0-9][0-9.,]*\s?[KMBLkm]?|[0-9][0-9.,]*\s?%"
)
LINES = re.compile(r"\blines? ([0-9][0-9, -]*)")


def named(reading: Reading) -> set[int]:
    """The lines that notes name."""
    found: set[int] = set()
    for note in reading.needs_review:
        found.add(note.line)
        for group in LINES.findall(note.why):
            for part in group.split(","):
                ends = [int(end) for end in re.findall("[0-9]+", part)]
                found.update(range(ends[0], ends[-1] + 1) if ends else ())
    return found


def lost(text: str, name: str, words: Vocabulary) -> list[str]:
    """The amounts of one guide that nothing accounts for, with their lines."""
    reading = read_guide(text, name, words)
    told = named(reading)
    read: dict[int, str] = {}
    for one in figures(reading):
        read[one.line] = f"{read.get(one.line, '')} {one.text}"
    return [
        f"{name}:{number}: {token.group()}"
        for number, line in enumerate(re.split(r"\r\n?|\n", text), 1)
        for token in TOKEN.finditer(line.replace("\\", ""))
        if number not in told and token.group().strip(" .,") not in read.get(number, "")
    ]


def main(folder: Path) -> int:
    words = vocabulary(Rulebook())
    files = sorted(folder.rglob("*.md"))
    found = [one for path in files for one in lost(path.read_text("utf-8-sig"), path.name, words)]
    print("\n".join(found[:20]))
    print(f"{len(found)} amounts of {len(files)} guides are lost without a word")
    return int(bool(found) or not files)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
