"""How the documentation is built: `sphinx-build -W -n docs build/docs`, offline."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for `docs`

import counteroffer
from docs import reference

project = "counteroffer"
version = release = counteroffer.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
html_theme = "furo"
html_title = f"counteroffer {version}"
html_copy_source = False
html_show_copyright = False
exclude_patterns = ["examples", "my-rules"]
myst_heading_anchors = 3
nitpicky = True
default_role = "code"  # docstrings say `x` for x
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True  # a default is shown as it is written, not as it is here
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 80
python_use_unqualified_type_names = True

# Types that are named as they are: of Python and of libraries, described elsewhere.
OUTSIDE = {"ProblemCode", "NoneType", "FieldInfo", "builtins", "polars", *sys.stdlib_module_names}

CODE = re.compile(r"(~?typing\.)?Literal\['amount\.[^]]*\]")  # `ProblemCode`, some fifty texts


def setup(app: Any) -> None:
    app.connect("builder-inited", lambda app: reference.write(Path(app.srcdir) / "api"))
    app.connect("autodoc-process-signature", _shortened)
    app.connect("autodoc-process-docstring", _linked)
    app.connect("missing-reference", _outside)


def _shortened(
    app: Any, what: str, name: str, thing: Any, options: Any, taken: str | None, given: str | None
) -> tuple[str | None, str | None]:
    """A signature without what has a page: the entries of a model, and the codes of problems."""
    if hasattr(thing, "model_fields"):
        return "(**facts)", None
    short = [text and CODE.sub("ProblemCode", text) for text in (taken, given)]
    return short[0], short[1]


def _linked(app: Any, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    lines[:] = reference.linked("\n".join(lines)).split("\n")


def _outside(app: Any, env: Any, node: Any, shown: Any) -> Any:
    """The name of a type that is described elsewhere, as it is; of any other a warning comes."""
    target = node.get("reftarget", "")
    if target.partition(".")[0] in OUTSIDE or target.startswith(reference.INNER):
        return shown
    return shown if reference.needs_no_page(target) else None
