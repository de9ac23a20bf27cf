"""A page → a tagged PDF, by WeasyPrint; the same bytes for the same page.

No other module imports WeasyPrint.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from counteroffer.text.errors import CounterofferError

_ENVIRONMENT = threading.Lock()
_INSTALL = "pip install 'counteroffer[pdf]'"
_PANGO = (
    "apt install libpango-1.0-0 libpangoft2-1.0-0, brew install pango, or write .html and print"
    " that from a browser"
)


def pdf(html: str) -> bytes:
    """The page as PDF.

    Raises CounterofferError where WeasyPrint or the system's Pango is missing.
    """
    try:
        page = import_module("weasyprint").HTML
    except ImportError:
        raise CounterofferError(
            f"a PDF needs WeasyPrint: {_INSTALL}, or write .html and print that from a browser",
            code="package.missing",
        ) from None
    except OSError as error:
        raise CounterofferError(
            f"a PDF needs the system's Pango, which is not found ({error}): {_PANGO}",
            code="package.missing",
        ) from None
    with _without_a_clock():
        made: bytes = page(string=html, url_fetcher=_refused).write_pdf(
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16], pdf_variant="pdf/ua-1"
        )
    return made


@contextmanager
def _without_a_clock() -> Iterator[None]:
    """Make a PDF's embedded fonts carry the time 0 instead of the present time.

    A font that is cut down to the used letters is stamped with a time, which only SOURCE_DATE_EPOCH
    in the environment can set. The environment belongs to the whole process: one thread at a time
    sets it, and puts it back.
    """
    with _ENVIRONMENT:
        before = os.environ.get("SOURCE_DATE_EPOCH")
        os.environ["SOURCE_DATE_EPOCH"] = "0"
        try:
            yield
        finally:
            if before is None:
                del os.environ["SOURCE_DATE_EPOCH"]
            else:
                os.environ["SOURCE_DATE_EPOCH"] = before


def _refused(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"nothing is loaded: {url}")
