"""What is kept and what is logged of an answer: hashes, and nothing of the candidate's."""

from __future__ import annotations

import hashlib
import json
import logging
import re

import pytest

from counteroffer import Calculator, Case, audit, counter, render
from tests.support.processes import in_a_new_process
from tests.support.samples import RULES, TODAY, sample

FACTS = sample("huggingface", candidate={"gpu_years": 4, "minimum_base": "$197,531"})
CASE = Case.of(FACTS)
ANSWER = counter(CASE, engine="plain", rulebook=RULES)
DIGEST = hashlib.sha256(render(ANSWER, "json", RULES).encode()).hexdigest()


def test_the_record_of_an_answer_has_the_hash_of_its_json_and_of_its_rules() -> None:
    assert audit(ANSWER) == {
        "schema": "counteroffer/2",
        "answer": DIGEST,
        "rules": ANSWER.rules,
        "today": "2026-11-20",
    }
    assert audit(ANSWER, engine="plain")["engine"] == "plain"
    assert Calculator(RULES, today=TODAY, engine="plain").audit(ANSWER)["engine"] == "plain"


def test_another_fact_gives_another_hash_and_the_same_facts_the_same() -> None:
    other = Case.of({**FACTS, "candidate": {"gpu_years": 5, "minimum_base": "$197,531"}})
    assert audit(counter(other, engine="plain", rulebook=RULES))["answer"] != DIGEST
    again = counter(Case.of(FACTS), engine="plain", rulebook=RULES)
    assert audit(again) == audit(ANSWER)


def test_a_record_tells_no_figure_and_no_fact() -> None:
    for value in audit(ANSWER).values():
        assert re.fullmatch(r"[0-9a-f]{64}|counteroffer/2|2026-11-20", str(value))


def test_nothing_is_logged_above_debug_where_all_is_well(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="counteroffer")
    by = Calculator(RULES, today=TODAY, engine="plain")
    answer = by.counter(CASE)
    for ask in (by.risk, by.explain, by.packages, by.playbook, by.recruiter_view):
        ask(CASE)
    by.explore(CASE, {"gpu_years": [1, 2]}).collect()
    by.replay(answer)
    assert {one.levelno for one in caplog.records if one.name.startswith("counteroffer")} == {
        logging.DEBUG
    }


def test_what_is_logged_of_an_answer_has_its_hash_and_nothing_private(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="counteroffer")
    counter(CASE, engine="plain", rulebook=RULES)
    (said,) = [one.getMessage() for one in caplog.records if one.name == "counteroffer"]
    told = rf"answered guide={CASE.guide} region=san-francisco answer={DIGEST} in [0-9]+\.[0-9] ms"
    assert re.fullmatch(told, said)


def test_a_program_that_sets_up_no_logging_hears_nothing() -> None:
    code = (
        "import json, sys, logging; from counteroffer import *;"
        "counter(Case.of(json.loads(sys.argv[1])));"
        "log = logging.getLogger('counteroffer'); log.error('x');"
        "print([type(one).__name__ for one in log.handlers], log.level, log.propagate)"
    )
    assert in_a_new_process(code, json.dumps(FACTS)).strip() == "['NullHandler'] 0 True"
