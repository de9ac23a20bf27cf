"""The title of a guide, or its front matter → the company and the role that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counteroffer.reader.markdown_blocks import Page

_ROLE = re.compile(
    r"(?i)\b(?:engineers?|developers?|managers?|scientists?|designers?|analysts?|architects?|sres?"
    r"|devops|researchers?|consultants?|writers?|recruiters?|directors?|administrators?|leads?)\b"
)
_WORD = r"(?:global|salary|compensation|pay|offer|comp|total|job offer|equity|the|complete|20\d\d)"
_COMPANY = re.compile(
    rf"(?i)\s*(?:\b{_WORD}(?:\s*(?:&|and)\s*{_WORD})?\s+(?:&\s+|and\s+)?)?\b(?:negotiation|negotiating|compensation|salary|pay|rate)\s+"
    r"(?:guide|playbook|handbook|strategy|brief).*$"
)
_PARTS = re.compile(r"\s*\|\s*|\s+[—–-]{1,3}\s+|\s+(?i:at|@)\s+|:\s+")
_AFTER = re.compile(r"(?i)^.*\bguide\b\s*(?:for|to|:|—|–|-)\s*(?:an?\s+|the\s+)?")
_BEHIND = re.compile(
    r"(?i)[\s,(]*\b(?:(?:base\s+)?(?:pay|salary|salaries|compensation|comp|rates?)"
    r"(?:\s+(?:data|bands?|ranges?|report|overview|levels))?|20\d\d)\b[\s)]*$"
)
_ENTRY = re.compile(r"^(?P<name>[A-Za-z_-]+)\s*:\s*(?P<value>.+?)\s*$")


def title_of(page: Page) -> tuple[str, str]:
    """The company and the role that a guide is for; "" for what is not named.

    The front matter comes first, then the heading that names the guide, then the first heading.
    """
    matter = dict(_front_matter(page))
    for text in _titles(page, matter):
        company, role = _split(text)
        if company or role:
            break
    else:
        company, role = "", ""
    return _plain(matter.get("company", "")) or company, _plain(matter.get("role", "")) or role


def names_role(text: str) -> bool:
    """Whether a text names a role: "Data Engineer"."""
    return bool(_ROLE.search(text))


def _titles(page: Page, matter: dict[str, str]) -> Iterator[str]:
    headings = [block.text for block in page.blocks if block.kind == "heading"]
    if title := matter.get("title"):
        yield title
    named = [text for text in headings if re.search(r"(?i)\bguide\b|\bplaybook\b", text)]
    yield from (*named[:1], *headings[:1])


def _front_matter(page: Page) -> Iterator[tuple[str, str]]:
    """The entries between the two lines of dashes that a file begins with."""
    for line in page.matter:
        if match := _ENTRY.match(line):
            yield match["name"].casefold(), match["value"].strip("\"'")


def _split(text: str) -> tuple[str, str]:
    parts = _cut(_COMPANY.sub("", text))
    if len(parts) < 2 and (after := _AFTER.sub("", text)) != text:
        parts = _cut(after) or parts
    if len(parts) >= 2:
        role, company = parts[:2]
        swapped = _ROLE.search(company) and not _ROLE.search(role)
        return (role, company) if swapped else (company, role)
    if parts:
        return ("", _single(parts[0])) if _ROLE.search(parts[0]) else (parts[0], "")
    return "", ""


def _cut(text: str) -> list[str]:
    parts = [_bare(_plain(part)) for part in _PARTS.split(text)]
    return [part for part in parts if part]


def _bare(part: str) -> str:
    """A part of a title without the "Pay 2026" behind a role."""
    while (shorter := _BEHIND.sub("", part)) not in ("", part):
        part = shorter
    return part


def _single(role: str) -> str:
    """One of those whom a title names: "DevOps Engineers" are each a DevOps Engineer."""
    return role[:-1] if re.search(r"(?i)(?:er|or|ist|st|ct)s$", role) else role


def _plain(text: str) -> str:
    """A title without the emojis and marks around it."""
    return re.sub(r"^[^\w(\[]+|[^\w)\]+.!]+$", "", text).strip()
