"""Where a figure stands in a band: 0 at the bottom, 1 at the top."""

from __future__ import annotations

from counteroffer.language.compile import divide


def position(figure: int | None, low: int, high: int, places: int = 2) -> str | None:
    """Where a figure stands in a band: (figure − low) / (high − low), as `0.30`.

    Rounded to `places` decimals, ties up. None without a figure or in a band without width.
    """
    if figure is None or high <= low:
        return None
    scale: int = 10**places
    parts = divide((figure - low) * scale, high - low, "half-up")
    return f"{'-' if parts < 0 else ''}{abs(parts) // scale}.{abs(parts) % scale:0{places}}"
