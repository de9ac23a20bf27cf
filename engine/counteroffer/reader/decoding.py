"""The bytes of a guide's file → its text, the same for all that read one."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from counteroffer.text.errors import Problem, RuleError


def decoded(content: bytes, file: str) -> str:
    """The text of a file.

    In another encoding the signs of currencies and the dashes of ranges would be lost: RuleError.
    """
    try:
        return content.decode(
            "utf-16" if content[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else "utf-8-sig"
        )
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RuleError(
            [Problem("is not UTF-8 text: save it as UTF-8", file, line, code="document.unreadable")]
        ) from None
