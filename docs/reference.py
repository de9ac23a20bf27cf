"""The public names of `counteroffer`, a page for each, and the types that their signatures name.

A page's description is the docstring; its example lies in `examples/<name>.md` and runs. The types
that a public name takes or gives, without being public names themselves, are found by their
annotations and described on one further page: no signature names what can't be looked up.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import sys
import typing
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import counteroffer
from counteroffer.text.codes import CODES

EXAMPLES = Path(__file__).parent / "examples"
GROUPS = {"function": "Functions", "class": "Values", "exception": "Errors"}
# What the engine is made of: a signature may name it, no caller needs to know more of it.
INNER = tuple(
    f"counteroffer.{room}."
    for room in ("text", "money", "language", "documents", "rulebook", "settlement", "cases")
)


def names() -> tuple[str, ...]:
    """Every public name, those that are loaded when they are asked for among them."""
    return tuple(counteroffer.__all__)


def kind(name: str) -> str:
    """What autodoc calls a public name: a key of `GROUPS`."""
    thing = getattr(counteroffer, name)
    if not inspect.isclass(thing):
        return "function"
    return "exception" if issubclass(thing, BaseException) else "class"


def example(name: str) -> Path:
    """Where the example of a public name lies."""
    return EXAMPLES / f"{name}.md"


def pages() -> dict[str, str]:
    """Every page of the reference by its name in the folder `api`, in MyST Markdown."""
    named = {name: _page(name) for name in names()}
    return {"index": _index(), **named, "types": _types(), "codes": _codes()}


def write(folder: Path) -> None:
    """Writes the pages that changed, and takes away those of names that are no longer public."""
    folder.mkdir(exist_ok=True)
    wanted = {folder / f"{name}.md": text for name, text in pages().items()}
    for path in set(folder.glob("*.md")) - set(wanted):
        path.unlink()
    for path, text in wanted.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _index() -> str:
    parts = [
        "# API",
        "Everything is imported from `counteroffer` itself. What is not listed here may change in "
        "any version. [Types of results](types.md) has what these functions give back, and "
        "[Codes](codes.md) what a problem's code means.",
    ]
    for group, title in GROUPS.items():
        rows = [
            f"| [`{name}`]({name}.md) | {_summary(name)} |"
            for name in names()
            if kind(name) == group
        ]
        parts += [f"## {title}", "\n".join(["| | |", "|---|---|", *rows])]
    listed = "\n".join((*names(), "types", "codes"))
    parts.append(f"```{{toctree}}\n:hidden:\n\n{listed}\n```")
    return "\n\n".join(parts) + "\n"


def _summary(name: str) -> str:
    told = inspect.getdoc(getattr(counteroffer, name)) or ""
    return " ".join(told.split("\n\n")[0].split()).replace("|", "\\|")


def _page(name: str) -> str:
    members = "" if kind(name) == "function" else "   :members:\n"
    if _is_model(getattr(counteroffer, name)):
        members += "   :exclude-members: model_config, model_post_init\n"
    parts = [f"# {name}", _directive(kind(name), f"counteroffer.{name}", members)]
    parts += _entries(getattr(counteroffer, name))
    if example(name).exists():
        parts += ["## Example", example(name).read_text(encoding="utf-8").strip()]
    return "\n\n".join(parts) + "\n"


def _entries(thing: Any) -> list[str]:
    """What a file of this model may state, in a table for it and one for each part of it."""
    if not _is_model(thing):
        return []
    parts = ["## Entries", _table(thing)]
    for part in _models(thing):
        told = " ".join((part.__doc__ or "").split())
        parts += [f"### {part.__name__}", told, _table(part)]
    return [one for one in parts if one]


def _models(thing: Any) -> list[Any]:
    """The models that a model is made of, however deep, each once."""
    found: list[Any] = []
    for field in thing.model_fields.values():
        for part in filter(_is_model, _inside(field.annotation)):
            found += [one for one in (part, *_models(part)) if one not in found]
    return found


def _table(model: Any) -> str:
    rows = []
    for entry, field in model.model_fields.items():
        told = " ".join((field.description or "").split()).replace("|", "\\|")
        rows.append(f"| `{field.alias or entry}` | {told} | {'needed' * field.is_required()} |")
    return "\n".join(["| entry | | |", "|---|---|---|", *rows])


def _is_model(thing: Any) -> bool:
    return inspect.isclass(thing) and hasattr(thing, "model_fields")


def _types() -> str:
    parts = [
        "# Types of results",
        "What the functions give back and take beside the public names, by the package that it is "
        "made in. All are frozen; amounts are whole units of the region's currency unless said.",
    ]
    room = ""
    for one in named_types():
        if one.__module__.split(".")[1] != room:
            room = one.__module__.split(".")[1]
            parts.append(f"## {room}")
        parts.append(_directive("class", f"{one.__module__}.{one.__name__}", "   :members:\n"))
    return "\n\n".join(parts) + "\n"


def _codes() -> str:
    rows = [f"| `{code}` | {meaning} |" for code, meaning in CODES.items()]
    told = "What a program can tell one problem from another by: a code keeps its meaning."
    return "\n\n".join(["# Codes", told, "\n".join(["| code | |", "|---|---|", *rows])]) + "\n"


def _directive(what: str, target: str, options: str) -> str:
    return f"```{{eval-rst}}\n.. auto{what}:: {target}\n{options}```"


def named_types() -> tuple[type, ...]:
    """The classes that public names take and give, without being public, by room and name."""
    public = {getattr(counteroffer, name) for name in names()}
    found: set[type] = set()
    todo = [one for thing in public for one in _classes(thing)]
    while todo:
        one = todo.pop()
        if one not in found and one not in public and not one.__module__.startswith(INNER):
            found.add(one)
            todo += _classes(one)
    return tuple(sorted(found, key=lambda one: (one.__module__.split(".")[1], one.__name__)))


def _classes(thing: Any) -> Iterator[type]:
    for annotated in _annotated(thing):
        complete(import_module(annotated.__module__))
        for hint in typing.get_type_hints(annotated).values():
            yield from _inside(hint)


def _annotated(thing: Any) -> Iterator[Any]:
    if not inspect.isclass(thing):
        yield thing
        return
    if dataclasses.is_dataclass(thing):
        yield thing
    for name, member in tuple(vars(thing).items()):
        bare = inspect.unwrap(getattr(member, "fget", None) or getattr(member, "func", member))
        bare = getattr(bare, "__func__", bare)
        if inspect.isfunction(bare) and not name.startswith("_") and bare.__doc__:
            yield bare


def _inside(hint: Any) -> Iterator[type]:
    if _own(hint):
        yield hint
    for part in typing.get_args(hint):
        yield from _inside(part)


def needs_no_page(target: str) -> bool:
    """Whether a name in a signature stands for a type made of others, or for one of a library."""
    module, _, name = target.rpartition(".")
    homes = [module] if module else [one for one in sys.modules if one.startswith("counteroffer.")]
    found = [vars(sys.modules[home]).get(name) for home in homes if home in sys.modules]
    return any(one is not None and not _own(one) for one in found)


def _own(thing: Any) -> bool:
    return inspect.isclass(thing) and thing.__module__.startswith("counteroffer.")


def linked(told: str) -> str:
    """A docstring with the public names in it as links: those in backticks, and errors."""
    errors = "|".join(name for name in names() if kind(name) == "exception")
    return re.sub(rf"``.*?``|:\w+:`.*?`|`[^`]*`|\b(?:{errors})\b", _link, told)


def _link(match: re.Match[str]) -> str:
    name = match[0].strip("`")
    return f":py:obj:`~counteroffer.{name}`" if name in names() else match[0]


@cache
def complete(module: ModuleType) -> None:
    """Gives a module the names that it imports for the checking of types alone."""
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for one in node.body:
                if isinstance(one, ast.ImportFrom) and str(one.module).startswith("counteroffer."):
                    complete(import_module(str(one.module)))
            block = ast.Module(node.body, type_ignores=[])
            exec(compile(block, str(module.__file__), "exec"), vars(module))
