"""A file and a number → the same file with a few bytes, words or lines changed; always the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

_WORD = re.compile(rb"[\w.%$+-]+")
_ODD = (
    *(b"true", b"null", b"-1", b"0", b"1e999", b"NaN", b"9" * 40, b"1" * 5000, b"0.0000000001"),
    *(b"[]", b"{}", b"[[", b"}", b'"', b"'", b"''", b"|", b">", b"&a", b"*a", b"!!x", b"%", b"?"),
    *("²".encode(), "\u202e".encode(), "€".encode(), b"\xff", b"\x00", b"\t", b"\r", b"\n\n"),
    *(b"k8s", b"2026-02-30", b"$1", b"10%", b"1-2", b"~~x~~", b"{{ 1 }}", b"x" * 300, b"/0"),
)


def mutant(seeds: Sequence[bytes], seed: str, *, binary: bool = False) -> bytes:
    """One of the files with one to four changes."""
    rng = Random(seed)
    data = rng.choice(seeds)
    ways: Sequence[Callable[[Random, bytes], bytes]] = (_bytes,) if binary else _TEXT_WAYS
    for _ in range(rng.choice((1, 1, 2, 4))):
        data = rng.choice(ways)(rng, data)
    return data


def _bytes(rng: Random, data: bytes) -> bytes:
    if not data:
        return b"\x00"
    at = rng.randrange(len(data))
    kind = rng.random()
    if kind < 0.05:
        return data[:at]
    if kind < 0.1:
        return data[:at] + data[at + rng.randint(1, 8) :]
    return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]


def _word(rng: Random, data: bytes) -> bytes:
    """Another word, of the same file or an odd one, in the place of one."""
    words = list(_WORD.finditer(data))
    if not words:
        return rng.choice(_ODD)
    one = rng.choice(words)
    new = rng.choice(_ODD) if rng.random() < 0.7 else rng.choice(words)[0]
    return data[: one.start()] + new + data[one.end() :]


def _lines(rng: Random, data: bytes) -> bytes:
    """A line twice, gone, in another place or further in."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return b"\n"
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            lines.insert(to, lines[at])
        case 1:
            del lines[at]
        case 2:
            lines[at], lines[to] = lines[to], lines[at]
        case _:
            lines[at] = b"  " + lines[at]
    return b"".join(lines)


def _odd(rng: Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(_ODD) + data[at:]


_TEXT_WAYS = (_bytes, _word, _word, _lines, _odd)
