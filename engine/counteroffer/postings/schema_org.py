"""A schema.org JobPosting, of JSON-LD, microdata or RDFa → its pay.

`baseSalary` in all its shapes, `estimatedSalary` of a board, and the texts of the posting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from counteroffer.postings.markup import plain
from counteroffer.postings.names import currency_of
from counteroffer.postings.pay_object import Part, PayReader

ESTIMATE = "an estimate by the board, not the employer's figure"
_TEXTS = ("description", "incentiveCompensation", "incentives", "jobBenefits", "responsibilities",
          "qualifications", "skills", "experienceRequirements", "title")  # fmt: skip
_PLACES = ("jobLocation", "applicantLocationRequirements", "hiringOrganization", "address")
_MOST_PLACES = 400  # characters


def bare(name: str) -> str:
    """A type or a property without its vocabulary: schema:JobPosting, http://schema.org/title."""
    return re.split(r"[:/#]", name)[-1]


def types_of(value: Mapping[str, Any]) -> frozenset[str]:
    """The types of an object of JSON-LD, without their vocabulary."""
    some = value.get("@type")
    listed = some if isinstance(some, list) else [some]
    return frozenset(bare(one) for one in listed if isinstance(one, str))


def is_posting(value: Mapping[str, Any]) -> bool:
    """Whether an object is a JobPosting."""
    return "JobPosting" in types_of(value)


def read_posting(value: Mapping[str, Any], part: Part, reader: PayReader) -> None:
    """The pay of one JobPosting, at `part.path`."""
    keys = {bare(key): key for key in value}
    title = value.get(keys.get("title") or keys.get("name") or "")
    home = " ".join(_strings({name: value.get(keys.get(name, "")) for name in _PLACES}, []))
    currency = currency_of(value.get(keys.get("salaryCurrency", "")))
    here = replace(
        part, posting=title.strip()[:200] if isinstance(title, str) else None,
        home=home[:_MOST_PLACES], scope=reader.tree.at(part.path), currency=currency,
    )  # fmt: skip
    for name, notes in (("baseSalary", ()), ("estimatedSalary", (ESTIMATE,))):
        key = keys.get(name)
        if key is not None:
            reader.read(value[key], replace(here, path=(*part.path, key), source=name, notes=notes))
    for name in _TEXTS:
        key = keys.get(name)
        if key is not None:
            _texts(value[key], replace(here, path=(*part.path, key), source=f"text {name}"), reader)


def _texts(value: Any, part: Part, reader: PayReader) -> None:
    for step, one in enumerate(value[:50]) if isinstance(value, list) else [(None, value)]:
        if isinstance(one, dict):
            one = one.get("description") or one.get("name")
        if isinstance(one, str):
            path = part.path if step is None else (*part.path, step)
            reader.prose(plain(one), replace(part, path=path))


def _strings(value: Any, found: list[str]) -> list[str]:
    """The texts in a value, at most a few."""
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, (dict, list)) and len(found) < 40:
        for one in value.values() if isinstance(value, dict) else value:
            _strings(one, found)
    return found
