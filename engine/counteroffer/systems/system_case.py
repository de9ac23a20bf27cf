"""What came out of a payload: the case, what was taken over from where, and all that was left."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from counteroffer.cases.case import Case
from counteroffer.systems.system_map import REFUSED
from counteroffer.text.characters import cut, escaped
from counteroffer.text.frozen import FrozenDict

MOST_LISTED = 500  # fields in the comments
_LIKE_A_NUMBER = re.compile(r"[-+0-9._]+")


@dataclass(frozen=True, slots=True)
class TakenFact:
    """A fact of the case (`offer.base`), its value there, and the JSON pointer that it is from.

    `at` is `map` for a constant.
    """

    fact: str
    value: Any
    at: str


@dataclass(frozen=True, slots=True)
class LeftField:
    """A field that is not in the case: its JSON pointer, its name, its value, and why not.

    `value` is None where it may be private to a person.
    """

    at: str
    name: str
    value: str | None
    why: str


@dataclass(frozen=True, slots=True)
class SystemCase:
    """A case out of an applicant tracking system's payload.

    `stated` is the case as plain values, `taken` has its facts with their places, `left` what is
    not in it, `empty` the pointers of fields that state nothing. `told` is what has to be known of
    the offer, `assumed` what was taken for granted, which stands in the case as well.
    """

    case: Case
    system: str
    stated: Mapping[str, Any] = FrozenDict()
    taken: tuple[TakenFact, ...] = ()
    left: tuple[LeftField, ...] = ()
    empty: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def pays(self) -> bool:
        """Whether anything of an offer's pay was taken over."""
        return self.case.offer is not None

    def yaml(self) -> str:
        """The case as YAML that `ask` reads; what was left stands in comments before it."""
        lines = [f"# {line}".rstrip() for line in self._comments()]
        body = yaml.dump(
            dict(self.stated), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000
        )
        return "\n".join([*lines, body])

    def _comments(self) -> Iterator[str]:
        yield f"An offer out of {_shown(self.system)}."
        yield from map(_shown, self.told)
        if self.assumed:
            yield "Assumed:"
            yield from (f"  {_shown(one)}" for one in self.assumed)
        if self.taken:
            yield "Taken over:"
            yield from (f"  {_shown(one.fact)}: {_shown(one.at)}" for one in self.taken)
        if self.left:
            yield "Not taken over:"
            yield from map(_left, self.left[:MOST_LISTED])
            if (more := len(self.left) - MOST_LISTED) > 0:
                yield f"  and {more:,} more"
        if self.empty:
            named = [_shown(one) for one in self.empty[:MOST_LISTED]]
            more = len(self.empty) - len(named)
            yield f"States nothing: {', '.join(named)}{f' and {more:,} more' if more else ''}"


class _Dumper(yaml.SafeDumper):
    """Writes numbers exactly, and no text so that it would be read as a number."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _number(dumper: _Dumper, value: Decimal) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}")


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = "'" if _LIKE_A_NUMBER.fullmatch(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(str, _text)


def _left(one: LeftField) -> str:
    last = one.at.rpartition("/")[2]
    name = f" {_quoted(one.name)}" if one.name and one.name != last else ""
    value = one.value or ("not shown" if one.why == REFUSED else "not shown, it may be private")
    return f"  {_shown(one.at)}{name}: {value} ({_shown(one.why)})"


def shown_value(value: Any) -> str:
    """A value of a payload on one line: JSON, and not all of what is long."""
    if isinstance(value, Decimal):
        return cut(str(value), 80)
    return escaped(cut(json.dumps(_plain(value), ensure_ascii=False, default=str), 80))


def _quoted(text: str) -> str:
    return escaped(json.dumps(cut(text), ensure_ascii=False))


def _shown(text: str) -> str:
    return escaped(cut(text, 300))


def _plain(value: Any) -> Any:
    """A value of dicts, lists, texts and whole numbers alone."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return f"{value:f}" if isinstance(value, Decimal) and value.is_finite() else value
