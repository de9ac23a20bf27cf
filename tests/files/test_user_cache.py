"""What is kept between runs is used only where it is whole, the user's own and of this version."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from counteroffer.files import user_cache


@pytest.fixture(autouse=True)
def on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a cache of its own, switched on."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv(user_cache.VARIABLE, raising=False)
    monkeypatch.setattr(user_cache, "_on", False)
    user_cache.folder.cache_clear()
    user_cache.switch_on()
    yield user_cache.folder()
    user_cache.folder.cache_clear()


def test_what_was_kept_is_read_back_and_only_the_user_can_read_it(on: Path) -> None:
    assert user_cache.kept("a") is None
    user_cache.keep("a", b"content")
    assert user_cache.kept("a") == b"content"
    assert (on.stat().st_mode & 0o777, (on / "a").stat().st_mode & 0o777) == (0o700, 0o600)


@pytest.mark.parametrize("word", ["off", "OFF", "0", "no"])
def test_the_variable_switches_it_off(on: Path, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    user_cache.keep("a", b"content")
    monkeypatch.setenv(user_cache.VARIABLE, word)
    user_cache.switch_on()
    user_cache.keep("b", b"content")
    assert user_cache.kept("a") is None
    assert not (on / "b").exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:20],
        lambda data: data[:-1],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: data + b"x",
    ],
)
def test_a_damaged_file_is_passed_over_and_made_again(
    on: Path, damage: Callable[[bytes], bytes]
) -> None:
    file = on / "a"
    made = user_cache.kept_value(lambda: "a", lambda: {"made": 1})
    file.write_bytes(damage(file.read_bytes()))
    assert user_cache.kept("a") is None
    assert user_cache.kept_value(lambda: "a", lambda: {"made": 2}) == {"made": 2} != made
    assert user_cache.kept_value(lambda: "a", lambda: {"made": 3}) == {"made": 2}


def test_what_is_whole_and_makes_no_value_is_made_again(on: Path) -> None:
    user_cache.keep("a", b"no pickle")
    assert user_cache.kept_value(lambda: "a", lambda: 7) == 7
    assert user_cache.kept_value(lambda: "a", lambda: 8) == 7


def test_a_value_that_fails_is_not_kept(on: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        user_cache.kept_value(lambda: "a", lambda: 1 // 0)
    assert user_cache.kept("a") is None


def test_a_file_of_another_name_or_another_version_is_passed_over(
    on: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_cache.keep("a", b"content")
    (on / "b").write_bytes((on / "a").read_bytes())
    (on / "b").chmod(0o600)
    assert user_cache.kept("b") is None
    monkeypatch.setattr(user_cache, "VERSION", "9.9.9")
    user_cache.folder.cache_clear()
    other = user_cache.folder()
    assert other != on
    other.mkdir(mode=0o700)
    (on / "a").rename(other / "a")
    assert user_cache.kept("a") is None


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_where_others_can_write_nothing_is_trusted_or_kept(on: Path, mode: int) -> None:
    user_cache.keep("a", b"content")
    on.chmod(mode)
    user_cache.keep("b", b"content")
    assert user_cache.kept("a") is None
    assert not (on / "b").exists()
    on.chmod(0o700)
    (on / "a").chmod(0o622)
    assert user_cache.kept("a") is None


def test_a_file_or_a_folder_of_somebody_else_is_passed_over(
    on: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_cache.keep("a", b"content")
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    user_cache.keep("b", b"content")
    assert user_cache.kept("a") is None
    assert not (on / "b").exists()


def test_a_link_is_not_followed(on: Path, tmp_path: Path) -> None:
    user_cache.keep("a", b"content")
    (on / "a").rename(tmp_path / "elsewhere")
    (on / "a").symlink_to(tmp_path / "elsewhere")
    assert user_cache.kept("a") is None


def test_a_cache_that_cannot_be_written_is_passed_over(tmp_path: Path, on: Path) -> None:
    on.parent.write_text("a file where the folder would be")
    user_cache.keep("a", b"content")
    assert user_cache.kept("a") is None


def test_the_oldest_files_go_where_there_are_many(
    on: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_cache, "MOST", 3)
    for name in "abcde":
        user_cache.keep(name, b"content")
        os.utime(on / name, (ord(name), ord(name)))
    assert sorted(one.name for one in on.iterdir()) == ["c", "d", "e"]


@pytest.mark.parametrize("named", ["", "/somewhere/else"])
def test_it_lies_where_platformdirs_has_the_users_cache(
    monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", named)
    user_cache.folder.cache_clear()
    assert user_cache.folder().parent == user_cache_path("counteroffer", appauthor=False)


@pytest.mark.skipif(sys.platform != "linux", reason="XDG_CACHE_HOME is read on Linux")
def test_a_relative_folder_of_caches_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    user_cache.folder.cache_clear()
    assert user_cache.folder().is_relative_to(Path.home())
