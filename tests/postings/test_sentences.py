"""Pay in sentences of advertisements of many countries, each figure where it is said to stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.postings.labels import differences, labels
from tests.postings.support import read

SENTENCES = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text("utf-8"))


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda one: one["text"][:40])
def test_a_sentence_is_read_as_a_person_reads_it(sentence: dict[str, Any]) -> None:
    must, may = sentence.get("pay", ()), sentence.get("opt", ())
    found = read(sentence["text"])
    wanted = labels((), (*must, *may)) if sentence.get("loose") else labels(must, may)
    assert differences(wanted, found.figures) == []
    lines = sentence["text"].split("\n")
    for one in found.figures:
        line, column = map(int, one.at.split(":"))
        begins = lines[line - 1][column - 1 :]
        ends = [end for end in (one.low, one.high) if end is not None]
        digits = "".join(filter(str.isdigit, begins[:14]))
        assert digits.startswith(tuple(str(end).lstrip("0.").replace(".", "")[:1] for end in ends))
