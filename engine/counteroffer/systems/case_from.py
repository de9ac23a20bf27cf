"""A payload of an applicant tracking system → a case, by a map; nothing of it is guessed.

What no map names is listed. A value that can't be taken over exactly is listed with the reason,
and so is one that the case's own checks refuse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from counteroffer.documents.document import Document, endless, plain_document
from counteroffer.documents.json_values import NotJson, json_values
from counteroffer.documents.reading import read_file
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.systems.assembling import Assembling
from counteroffer.systems.payload_offer import offer_in
from counteroffer.systems.system_case import SystemCase
from counteroffer.systems.system_map import SystemMap, system_map
from counteroffer.text.arguments import BY_NAME, TEXT, Argument, kind_of, named
from counteroffer.text.errors import CaseError, Problem

LARGEST = 1_000_000  # bytes of a payload
_MAP = Argument(
    lambda value: isinstance(value, (str, Path)) or BY_NAME.takes(value),
    "the path of a map, or its entries",
)
_PAYLOAD = Argument(
    kind_of(str, bytes, Mapping, list, tuple), "a payload's JSON as a text or bytes, or its values"
)


@named(
    payload=_PAYLOAD,
    system=TEXT,
    mapping=_MAP,
    guide=TEXT,
    region=TEXT,
    offer=TEXT,
    rulebook=Argument(kind_of(Rulebook), "a Rulebook"),
)
def case_from(
    payload: str | bytes | Mapping[str, object] | Sequence[object],
    system: str | None = None,
    *,
    mapping: Path | str | Mapping[str, object] | None = None,
    guide: str | None = None,
    region: str | None = None,
    offer: str | None = None,
    rulebook: Rulebook | None = None,
) -> SystemCase:
    """The case that an offer in an applicant tracking system is.

    `payload` is what Greenhouse, Ashby, Lever or Workable answers or sends, as JSON or its values;
    `system` is `greenhouse`, `ashby`, `lever`, `workable`, or `json` for any other. `mapping` says
    which of its fields are which facts: the path of a map, or its entries. `guide` and `region` go
    before the map's; `offer` is the id of one offer among several. Amounts are exact and in the
    currency that stands beside them; one that states none is in the region's, which `assumed`
    says, as it says the interval of a base where only the map has it. What is not mapped is in
    `left`; present pay is never taken over. Raises CaseError for a payload or a map that can't be
    used, CounterofferError for a system that is not known.
    """
    book = rulebook or default_rulebook()
    values = payload_values(payload)
    read = system_map(book, system, map_document(mapping))
    return case_by_map(values, read, book, guide, region, offer)


def case_by_map(
    payload: Any,
    read: SystemMap,
    book: Rulebook,
    guide: str | None = None,
    region: str | None = None,
    offer: str | None = None,
) -> SystemCase:
    """`case_from` of a payload's values and a map that are read already. Raises CaseError."""
    found = offer_in(payload, read.system, read.money, offer)
    making = Assembling(read, found, book)
    making.constant("guide", guide)
    making.constant("region", region)
    making.take_over()
    return making.finished()


def map_document(mapping: Path | str | Mapping[str, object] | None) -> Document | None:
    """A map as a document: of a file, or of its entries. Raises CaseError."""
    if mapping is None:
        return None
    if isinstance(mapping, (str, Path)):
        document = read_file(Path(mapping), error=CaseError)
        if not isinstance(document.value, Mapping):
            told = "a map needs entries such as 'facts: {offer.base: salary}'"
            raise CaseError([document.problem((), told, code="value.wrong-type")])
        return document
    if (problem := endless(mapping)) is not None:
        raise CaseError([problem])
    return plain_document(dict(mapping))


def payload_values(payload: Any, name: str = "") -> Any:
    """The values of a payload: an object or a list, numbers exactly.

    `name` stands for the file in errors. Raises CaseError.
    """
    if isinstance(payload, (Mapping, list, tuple)):
        if (problem := endless(payload)) is not None:
            raise CaseError([problem])
        return _exact(payload)
    data = payload.encode("utf-8", "surrogatepass") if isinstance(payload, str) else payload
    if len(data) > LARGEST:
        told = f"is larger than {LARGEST:,} bytes; an offer is a few thousand"
        raise CaseError([Problem(told, name, code="document.too-large")])
    try:
        values = json_values(data.removeprefix(b"\xef\xbb\xbf"))
    except NotJson as error:
        told = f"this is not JSON: {error.reason}"
        raise CaseError(
            [Problem(told, name, error.line, error.column, code="document.syntax")]
        ) from None
    if not isinstance(values, (dict, list)):
        raise CaseError([Problem("needs an object or a list", name, code="value.wrong-type")])
    return values


def _exact(value: Any) -> Any:
    """Values as JSON would give them: floats as the decimal that they are written as."""
    if isinstance(value, Mapping):
        return {str(name): _exact(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_exact(one) for one in value]
    if isinstance(value, float):
        return Decimal(repr(value))
    return value if isinstance(value, (str, int, Decimal, type(None))) else str(value)
