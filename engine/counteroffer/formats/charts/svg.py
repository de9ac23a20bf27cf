"""Elements of SVG, the picture that they make, and the page around it; nothing comes from outside.

Attributes come in the order given, `stroke_width=2` as `stroke-width="2"`; a float has one decimal,
and None leaves its attribute out. What is said is escaped here; attributes are ours and are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

INK, GROUND = "#1a1a1a", "#ffffff"
FONT = "system-ui, sans-serif"

Value = str | int | float | None


def element(tag: str, inside: str | None = None, /, **attributes: Value) -> str:
    """An element around what is already SVG, or an empty one."""
    given = "".join(
        f' {name.replace("_", "-")}="{f"{value:.1f}" if isinstance(value, float) else value}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{given}/>" if inside is None else f"<{tag}{given}>{inside}</{tag}>"


def text(x: Value, y: Value, said: str, **attributes: Value) -> str:
    """A text that stands at a place, in px."""
    return element("text", escape(said), x=x, y=y, **attributes)


def named(said: str) -> str:
    """The title of an element: what a pointer over it shows."""
    return f"<title>{escape(said)}</title>"


def picture(
    box: tuple[int, int, int, int],
    title: str,
    description: str,
    body: Iterable[str],
    *,
    ids: tuple[str, str] = ("title", "description"),
    font: str = FONT,
    size: int = 13,
) -> str:
    """An SVG by itself: left, top, width and height in px, named by its title and description.

    `ids` are those of the two, which must be unique in a page. Ends without a newline.
    """
    left, top, width, height = box
    lines = (
        "",
        f'<title id="{ids[0]}">{escape(title)}</title>',
        f'<desc id="{ids[1]}">{escape(description)}</desc>',
        element("rect", width=width, height=top + height, fill=GROUND),
        *body,
        "",
    )
    return element(
        "svg",
        "\n".join(lines),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{left} {top} {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=" ".join(ids),
        font_family=font,
        font_size=size,
        fill=INK,
    )


def page(title: str, style: str, main: str) -> str:
    """A page of HTML by itself around what stands in it."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport"'
        f' content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{style}</style>\n</head>\n<body>\n<main>\n{main}</main>\n</body>\n</html>\n"
    )
