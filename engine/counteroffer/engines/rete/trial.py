"""Try rules of unknown origin once in a child process: a crash of the C module can't be caught in
this one.

`trial(rules, facts)` returns where all is well. `python -m counteroffer.engines.rete.trial` is the
child: the case as JSON on its input, nothing but a status as its answer, and the text of an
EngineError on its error output.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

from counteroffer.engines.rete.durable import Fact, Pattern, Rule, Ruleset, Test
from counteroffer.text.errors import EngineError
from counteroffer.text.home import PACKAGE

REFUSED = 3  # status of a child that says what is wrong, unlike 1 of a traceback
_CHILD = ("-m", "counteroffer.engines.rete.trial")


def trial(rules: Iterable[Rule], facts: Iterable[Fact] = (), seconds: float = 10.0) -> None:
    """Fire the rules on the facts elsewhere; EngineError where they are refused, crash, or take
    more than `seconds`."""
    try:
        case = json.dumps(
            {
                "rules": [_plain(rule) for rule in rules],
                "facts": [(f.kind, dict(f.fields)) for f in facts],
            }
        )
    except (TypeError, ValueError) as error:
        raise EngineError(f"these rules can't be tried: {error}") from error
    command = [sys.executable, *_CHILD]
    try:
        # The directory is the one that holds this package: `-m` looks there first, not where the
        # user's rules lie.
        done = subprocess.run(
            command,
            input=case,
            capture_output=True,
            encoding="utf-8",
            timeout=seconds,
            cwd=PACKAGE.parent,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise EngineError(
            f"these rules did not come to an end within {seconds:g} seconds"
        ) from None
    except OSError as error:
        raise EngineError(f"these rules can't be tried: {error}") from error
    if done.returncode:
        said = (
            done.stderr.strip()
            if done.returncode == REFUSED
            else f"the trial died with status {done.returncode}"
        )
        raise EngineError(f"these rules can't be used: {said}")


def _plain(rule: Rule) -> Any:
    tests = [(p.kind, [(t.field, t.op, t.value) for t in p.tests]) for p in rule.patterns]
    return rule.name, tests, rule.priority


def _rule(name: str, patterns: Any, priority: int) -> Rule:
    return Rule(
        name,
        tuple(Pattern(kind, tuple(Test(*test) for test in tests)) for kind, tests in patterns),
        priority,
    )


def main() -> None:
    case = json.load(sys.stdin)
    try:
        Ruleset(_rule(*rule) for rule in case["rules"]).fire(Fact(*fact) for fact in case["facts"])
    except EngineError as error:
        print(error, file=sys.stderr)
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
