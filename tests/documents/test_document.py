"""YAML and JSON as values with places: nothing is misread in silence, and every error stands where
it belongs."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer.documents.document import DEEPEST, LARGEST, Document
from counteroffer.documents.reading import read, read_file
from counteroffer.text.errors import CounterofferError, InputError, Problem
from tests.support.samples import attempt


def refused(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read(text, "a.yaml")
    return caught.value.problems


def marked(text: str, problem: Problem) -> str:
    """What stands over the carets."""
    line = text.splitlines()[problem.line - 1]
    return line[problem.column - 1 : problem.column - 1 + problem.width]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("TRUE", True),
        ("null", None),
        ("~", None),
        ("12", 12),
        ("-12", -12),
        ("007", 7),
        ("1.50", Decimal("1.50")),
        ("-0.1", Decimal("-0.1")),
        (".5", Decimal("0.5")),
        ("5.", Decimal("5")),
        ("99.99", Decimal("99.99")),
        ("1e5", "1e5"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("1:30:00", "1:30:00"),
        ("2026-12-04", "2026-12-04"),
        ("$210K", "$210K"),
        ("١٢", "١٢"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("'null'", "null"),
        ("<<", "<<"),
        ("=", "="),
    ],
)
def test_scalars(text: str, value: Any) -> None:
    read_value = read(f"a: {text}", "a.yaml").value["a"]
    assert read_value == value
    assert type(read_value) is type(value)


def test_keys_are_always_text() -> None:
    assert read("NO: 1\n2: b\n1.5: c\ntrue: d\nnull: e", "a.yaml").value == {
        "NO": 1,
        "2": "b",
        "1.5": "c",
        "true": "d",
        "null": "e",
    }


def test_block_texts_are_texts() -> None:
    assert read("a: >-\n  12\nb: |\n  yes\n  no\n", "a.yaml").value == {"a": "12", "b": "yes\nno\n"}


def test_no_number_is_ever_a_float() -> None:
    value = read('{"a": [1.1, 2.5, 1e5, 0.1], "b": 3}', "a.json").value
    assert value == {"a": [Decimal("1.1"), Decimal("2.5"), 100_000, Decimal("0.1")], "b": 3}


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.2E7", 12_000_000), ("-1e3", -1000), ("15e-1", Decimal("1.5")), ("1e999", "1e999")],
)
def test_an_exponent_in_json_is_an_exact_number(text: str, value: Any) -> None:
    (found,) = read(f"[{text}]", "a.json").value
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("text", "at", "token", "reason"),
    [
        ("base: 1\nbase: 2", (2, 1), "base", "'base' stands twice; the first is on line 1"),
        ("a:\n  b: 1\n  c: 2\n  b: 3", (4, 3), "b", "'b' stands twice; the first is on line 2"),
        ('{"a": 1, "a": 2}', (1, 11), "a", "'a' stands twice"),
        ("a: &x 1\nb: *x", (2, 4), None, "aliases (*x) are not used here"),
        ("a: !!str 1", (1, 4), None, "tags (tag:yaml.org,2002:str) are not used here"),
        ("a: !python/object:os.system x", (1, 4), None, "are not used here"),
        ("a: !!binary aGk=", (1, 4), None, "are not used here"),
        ("offer: {base: $210,000}", (1, 20), "000", "inside braces a comma ends the entry"),
        (
            "offer: {base: $210,000, equity: 5}",
            (1, 20),
            "000",
            "write the amount without commas (210K) or in quotes",
        ),
        ("offer: {base: 1, equity: £80,000K}", (1, 30), "000K", "so '000K' is not part of equity"),
        ("a: 1\n---\nb: 2", (2, 1), None, "a second document starts here"),
        ("[a, b]: 1", (1, 1), None, "a key is a word, not a list or a mapping"),
        ("{a: 1}: 2", (1, 1), None, "a key is a word, not a list or a mapping"),
        ("a: b: c", (1, 5), None, "this is not YAML"),
        ("a:\n\t- b", (2, 1), None, "this is not YAML"),
        ("a: @x", (1, 4), None, "this is not YAML"),
    ],
)
def test_what_yaml_would_misread_is_refused_in_its_place(
    text: str, at: tuple[int, int], token: str | None, reason: str
) -> None:
    problem = refused(text)[0]
    assert (problem.line, problem.column) == at
    assert reason in problem.message
    if token:
        assert marked(text, problem) == token


def test_an_empty_entry_in_braces_may_be_a_word() -> None:
    assert read("{a: 1, b}", "a.yaml").value == {"a": 1, "b": None}


def test_all_problems_are_told_at_once() -> None:
    problems = refused("a: 1\na: 2\nb: *x\nc: !!int 3\nd: {base: $1,000}")
    assert [problem.line for problem in problems] == [2, 3, 4, 5]


def test_an_error_shows_the_line_and_the_caret_under_the_token() -> None:
    with pytest.raises(InputError) as caught:
        read("guide: x\n  \noffer: {base: $210,000}\n", "my case.yaml")
    assert str(caught.value).splitlines() == [
        "my case.yaml:3:20: inside braces a comma ends the entry, so '000' is not part of "
        "base: write the amount "
        "without commas (210K) or in quotes",
        "  3 | offer: {base: $210,000}",
        "    |                    ^^^",
    ]


# Hostile files


@pytest.mark.parametrize("text", ["", "   \n\n", "\ufeff", b"", b"\xef\xbb\xbf  "])
def test_an_empty_file_is_said_to_be_empty(text: str | bytes) -> None:
    assert "is empty" in refused(text)[0].message


@pytest.mark.parametrize(
    "text", ["# only a comment", "---\n", "null", "{}", "...", "%YAML 1.2\n---\n"]
)
def test_a_file_without_content_never_fails_otherwise(text: str) -> None:
    document = attempt(read, text, "a.yaml")
    if isinstance(document, CounterofferError):
        assert isinstance(document, InputError)
        assert document.problems
    else:
        assert not document.value


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(20_000_000)
    with pytest.raises(InputError, match="is larger than 1,000,000 bytes"):
        read_file(path)
    assert "is larger than" in refused("a" * (LARGEST + 1))[0].message


@pytest.mark.parametrize(
    "noise",
    [
        b"\x00\x01\x02",
        b"\xff\xfe\x00a",
        b"\x89PNG\r\n\x1a\n",
        bytes(range(256)),
        b"a: \xc3\x28",
        b"\x1f\x8b\x08\x00" * 50,
    ],
)
def test_binary_noise_is_refused(noise: bytes) -> None:
    assert refused(noise)


def test_bytes_that_are_not_utf8_are_refused_at_their_line() -> None:
    (problem,) = refused(b"a: 1\nb: 2\nc: \xff\n")
    assert (problem.message, problem.line) == (
        "is not UTF-8 text; a case is a YAML or JSON file",
        3,
    )


def test_an_alias_bomb_is_refused() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "aliases" in refused(bomb)[0].message


@pytest.mark.parametrize("opening", ["[", "{a: ", '{"a": '])
def test_deep_nesting_is_refused(opening: str) -> None:
    assert "nested more than 32 deep" in refused(opening * 5_000)[0].message


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("a: " + "[" * 5_000, (1, 3 + DEEPEST)),
        ("[\n" * 5_000, (DEEPEST + 1, 1)),
        ("- " * 5_000, (1, 2 * DEEPEST + 1)),
        ("".join(f"{' ' * n}a:\n" for n in range(1_300)), (DEEPEST + 1, DEEPEST + 1)),
        ("é" * 900 + ": " + "[" * 5_000, (1, 902 + DEEPEST)),
        (
            "[" * (DEEPEST + 1) + "@",
            (1, DEEPEST + 1),
        ),  # the scanner of any version is at the @ before we are
    ],
    ids=[
        "in a line",
        "in lines",
        "items",
        "blocks",
        "after letters of two bytes",
        "before another mistake",
    ],
)
def test_deep_nesting_is_told_in_its_place_whatever_the_parser_refuses_by_itself(
    text: str, at: tuple[int, int]
) -> None:
    (problem,) = refused(text)
    assert (problem.message, problem.line, problem.column) == ("nested more than 32 deep", *at)


@pytest.mark.parametrize("text", ["- |\n  {0}", "a: '{0}'", 'a: "{0}"', "a: b{0}", "# {0}\na: b"])
def test_brackets_in_texts_and_comments_are_not_nested(text: str) -> None:
    assert read(text.format("[" * 2_000), "a.yaml").value


def test_what_comes_before_deep_nesting_is_told_too() -> None:
    first, second = refused("a: 1\na: 2\nb: " + "[" * 5_000)
    assert "stands twice" in first.message
    assert "nested more than 32 deep" in second.message
    assert "a key is a word" in refused("{[" * 5_000)[0].message


def test_nesting_to_the_limit_is_read() -> None:
    assert read("[" * DEEPEST + "]" * DEEPEST, "a.yaml").value
    assert refused("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read: No such file or directory"):
        read_file(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="can't be read"):
        read_file(tmp_path)


# JSON


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a":\t[1,\t2]}', {"a": [1, 2]}),
        ('{\n\t"a": "b\\tc"\n}', {"a": "b\tc"}),
        ('{"a": "\\ud83d\\ude00"}', {"a": "😀"}),
        ('{"a": "\\u00e9\\/\\n"}', {"a": "é/\n"}),
        ('  [1, -2, 3.50, true, null, "NO"]', [1, -2, Decimal("3.50"), True, None, "NO"]),
        ('{"a": "x: y # z"}', {"a": "x: y # z"}),
        ('{"a":1,"b":{"c":2}}', {"a": 1, "b": {"c": 2}}),
        ('{"a": ""}', {"a": ""}),
        ('{"a": 1, "000": null}', {"a": 1, "000": None}),
    ],
)
def test_json_is_read_too(text: str, value: Any) -> None:
    assert read(text, "a.json").value == value


@pytest.mark.parametrize(
    "text", ['{"a" 1}', '{"a": 1,, "b": 2}', '{"a": }}', '{"a": 1', '["a"', "a: [1, 2\n", "a: 'x"]
)
def test_what_is_not_closed_or_not_json_is_refused_on_a_line_of_the_file(text: str) -> None:
    problem = refused(text)[0]
    assert "this is not YAML" in problem.message
    assert problem.line == 1
    assert problem.source == text.strip()


legible = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"
)
plain_text = st.text(legible, max_size=200)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | plain_text
    | st.decimals(-(10**9), 10**9, places=3).map(lambda number: Decimal(f"{number:f}")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain_text, inner, max_size=4),
    max_leaves=12,
)


def written(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(name)}: {written(one)}" for name, one in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return json.dumps(value)


@settings(max_examples=200)
@given(st.dictionaries(plain_text, json_values, max_size=4))
def test_any_json_comes_back_as_it_was(value: Any) -> None:
    assert read(written(value), "a.json").value == value


@settings(max_examples=200)
@given(st.dictionaries(plain_text, json_values, max_size=4), st.sampled_from([1, 2, "\t"]))
def test_indented_json_comes_back_as_it_was(value: Any, indent: int | str) -> None:
    plain = json.loads(json.dumps(value, default=str))
    assert read(json.dumps(plain, indent=indent, ensure_ascii=False), "a.json").value == plain


@settings(max_examples=300)
@given(
    st.binary(max_size=80)
    | st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_are_a_document_or_refused(data: bytes) -> None:
    document = attempt(read, data, "a.yaml")
    if isinstance(document, CounterofferError):
        assert isinstance(document, InputError)
        assert str(document)
    else:
        assert () in document.places


YAML_PIECES = st.sampled_from(
    [
        "a",
        "b: ",
        "- ",
        "\n",
        "  ",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "?",
        "'",
        '"',
        "&x ",
        "*x",
        "!t ",
        "|\n",
        ">",
        "#",
        "---\n",
        "...\n",
        "%",
        "\t",
        "é",
        "\u2028",
        "\x85",
        "<<: ",
        "1",
        "\\ud83d",
        "\r\n",
        "\ufeff",
    ]
)


@settings(max_examples=500)
@given(st.lists(YAML_PIECES, max_size=25).map("".join))
def test_any_pieces_of_yaml_are_a_document_or_refused(text: str) -> None:
    document = attempt(read, text, "a.yaml")
    if isinstance(document, CounterofferError):
        assert isinstance(document, InputError)
        assert all(problem.width >= 1 and str(problem) for problem in document.problems)
    else:
        for path in document.places:
            assert str(document.problem(path, "here"))


# Places


def test_places_of_values_and_keys() -> None:
    text = 'candidate:\n  gpu_years: 4\n  skills: [gpu, "k8s"]\noffer: {base: $180K}\n'
    document = read(text, "a.yaml")
    expected = {
        ("candidate", "gpu_years"): "4",
        ("candidate", "skills", 0): "gpu",
        ("candidate", "skills", 1): "k8s",
        ("offer", "base"): "$180K",
    }
    for path, token in expected.items():
        assert marked(text, document.problem(path, "")) == token
    assert marked(text, document.problem(("candidate", "gpu_years"), "", key=True)) == "gpu_years"
    assert marked(text, document.problem(("offer", "base"), "", start=1, width=3)) == "180"


def test_a_place_that_is_not_there_is_the_nearest_around_it() -> None:
    document = read("offer:\n  base: 1\n", "a.yaml")
    assert document.problem(("offer", "equity", "amount"), "").line == 2
    assert document.problem(("nothing",), "").line == 1


def test_a_long_line_is_shown_in_part() -> None:
    text = "a: [" + "x, " * 200 + "*y]"
    problem = refused(text)[0]
    assert problem.column == text.index("*y") + 1
    source, caret = str(problem).splitlines()[1:]
    assert source[caret.index("^") :].startswith("*y")


def test_tabs_do_not_shift_the_caret() -> None:
    text = '{\t"a": 1,\t"a": 2}'
    source, caret = str(refused(text)[0]).splitlines()[1:]
    assert source[caret.index("^") :].startswith("a")


def test_values_of_no_file_are_named_by_their_path() -> None:
    assert (
        str(Document("", {"offer": {}}, (), {}, {}).problem(("offer", "base"), "is wrong"))
        == "offer.base: is wrong"
    )


def test_the_digest_is_of_the_content() -> None:
    assert read("a: 1", "one").digest == read(b"a: 1", "two").digest != read("a: 2", "one").digest
