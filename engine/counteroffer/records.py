"""`@dataclass(frozen=True, slots=True)` for a program that starts often.

`dataclasses` writes and compiles six methods for each class, which for fifty classes was a third of the start-up of this
package. Here they share theirs, and only `__init__` is written, when the first object is made. To `fields`, `asdict`,
`replace`, `match` and type checkers these are dataclasses. What is not frozen with slots, or has fields that are made
rather than given, is left to `dataclasses` itself.
"""

from __future__ import annotations

import dataclasses
import operator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(**options: Any) -> Any:
        return _frozen if options == {"frozen": True, "slots": True} else dataclasses.dataclass(**options)


def _frozen(cls: Any) -> Any:
    if hasattr(cls, "__post_init__") or any(_is_made(value) for value in vars(cls).values()):
        return dataclasses.dataclass(frozen=True, slots=True)(cls)
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    made.__dataclass_params__.frozen = True
    for method in (__init__, __repr__, __eq__, __hash__, __setattr__, __delattr__, __getstate__, __setstate__):
        setattr(made, method.__name__, method)
    made._values = operator.attrgetter(*made.__match_args__) if made.__match_args__ else type
    return made


def _is_made(value: Any) -> bool:
    return isinstance(value, dataclasses.Field) and not (value.init and value.default_factory is dataclasses.MISSING)


def __init__(self: Any, /, *values: Any, **named: Any) -> None:
    cls = type(self)
    cls.__init__ = _written(cls)
    cls.__init__(self, *values, **named)


def _written(cls: Any) -> Any:
    scope: dict[str, Any] = {"_set": object.__setattr__}
    parameters, lines = ["self"], ["def __init__({}):"]
    for name, field in cls.__dataclass_fields__.items():
        scope[f"_{name}"] = field.default
        parameters.append(name if field.default is dataclasses.MISSING else f"{name}=_{name}")
        lines.append(f"_set(self, {name!r}, {name})")
    exec("\n ".join([*lines, "pass"]).format(", ".join(parameters)), scope)
    return scope["__init__"]


def __repr__(self: Any) -> str:
    shown = [f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr]
    return f"{type(self).__qualname__}({', '.join(shown)})"


def __eq__(self: Any, other: Any) -> Any:
    return self._values(self) == self._values(other) if type(other) is type(self) else NotImplemented


def __hash__(self: Any) -> int:
    return hash(self._values(self))


def __setattr__(self: Any, name: str, value: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def __delattr__(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def __getstate__(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in self.__match_args__])


def __setstate__(self: Any, state: tuple[Any, ...]) -> None:
    self.__init__(*state)
