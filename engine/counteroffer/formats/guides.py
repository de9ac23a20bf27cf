"""Lists of guides: a line for each, and what a search found as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from counteroffer.language.declarations import listed
from counteroffer.rulebook.headers import Head
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.rulebook.search import Hit
from counteroffer.text.characters import escaped


def lines(heads: Iterable[Head], notes: Mapping[str, str] | None = None) -> Iterator[str]:
    """`stability-ai/devops-engineer  Stability AI · DevOps Engineer, 2026: london, san-francisco`.

    An earlier version of a guide, `company/role@2025-01-01`, is indented, and so is what `notes`
    has to say of it.
    """
    heads = tuple(heads)
    width = max((len(one.id) for one in heads if "@" not in one.id), default=0)
    for one in heads:
        if "@" in one.id:
            yield escaped(f"  as of {one.id.partition('@')[2]}: {one.id}")
        else:
            yield escaped(f"{one.id:{width}}  {one.name}, {one.year}: {', '.join(one.regions)}")
        if note := (notes or {}).get(one.id):
            yield f"  note: {note}"


def which_wins(book: Rulebook, name: str) -> str:
    """Of two guides of one id which is used, and which is not; empty where there is one."""
    other = book.replaced(name)
    if other is None:
        return ""
    used = book.guide_files[name].shown
    shipped = ", which comes with counteroffer," if book.is_shipped(other) else ""
    return escaped(f"two guides are called {name}: {used} is used, {other.shown}{shipped} is not")


def replaced_lines(book: Rulebook, names: Iterable[str]) -> Iterator[str]:
    """What to say of those among them of which there are two."""
    yield from (f"note: {text}" for name in names if (text := which_wins(book, name)))


def found_as_text(hits: Sequence[Hit], limit: int) -> str:
    """The first `limit` guides, how many more there are, and which words none of them has."""
    shown = list(lines(hit.head for hit in hits[:limit]))
    if len(hits) > limit:
        shown.append(f"and {len(hits) - limit:,} more: --limit {len(hits)} shows all")
    if missed := dict.fromkeys(word for hit in hits[:limit] for word in hit.missed):
        shown.append(escaped(f"no guide has all of it; missing: {listed(missed)}"))
    return "\n".join(shown)


def record(asked: str, hits: Iterable[Hit], found: int) -> dict[str, Any]:
    """What was found as plain values: `counteroffer-search/1`."""
    return {
        "schema": "counteroffer-search/1",
        "text": asked,
        "found": found,
        "guides": [
            {
                "id": hit.head.id,
                "company": hit.head.company,
                "role": hit.head.role,
                "as_of": hit.head.year or None,
                "regions": list(hit.head.regions),
                "missing": list(hit.missed),
            }
            for hit in hits
        ],
    }
