"""Try unknown rules in another process, since a crash of the C module can't be caught.

`trial(rules, facts)` returns where all is well. `python -m counteroffer.engines.rete.trial` is the
other process, started once and asked for every trial: it reads a case as a line of JSON, tries it
in a fork of its own, so that what crashes ends the fork alone, and answers with a line of JSON, the
text of what is wrong, empty where nothing is.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from counteroffer.engines.rete.durable import Pattern, ReteFact, Rule, Ruleset, Test
from counteroffer.text.errors import EngineError
from counteroffer.text.home import PACKAGE

_CHILD = ("-m", "counteroffer.engines.rete.trial")

_children: dict[int, subprocess.Popen[str]] = {}  # by process: a fork must not share the pipes
_lock = threading.Lock()


def trial(rules: Iterable[Rule], facts: Iterable[ReteFact] = (), seconds: float = 10.0) -> None:
    """Fire the rules on the facts in another process.

    Raises EngineError where they are refused, crash, or take more than `seconds`.
    """
    try:
        case = json.dumps(
            {
                "rules": [_plain(rule) for rule in rules],
                "facts": [(f.kind, dict(f.fields)) for f in facts],
                "seconds": seconds,
            }
        )
    except (TypeError, ValueError) as error:
        raise EngineError(
            f"these rules can't be tried: {error}", code="engine.unavailable"
        ) from error
    with _lock:
        try:
            said = _asked(case)
        except OSError as error:
            _end()
            raise EngineError(
                f"these rules can't be tried: {error}", code="engine.unavailable"
            ) from error
        except BaseException:  # an answer that is still to come is not that of the next case
            _end()
            raise
    if said:
        raise EngineError(said)


def _asked(case: str) -> str:
    """What the other process says of a case."""
    child = _children.get(os.getpid()) or _started()
    assert child.stdin
    assert child.stdout
    child.stdin.write(case + "\n")
    child.stdin.flush()
    line = child.stdout.readline()
    if not line:
        raise EngineError(
            f"these rules can't be tried: the trials ended with {child.wait()}",
            code="engine.unavailable",
        )
    said: str = json.loads(line)
    return said


def _started() -> subprocess.Popen[str]:
    # The directory holds this package: `-m` looks there first, not where the user's rules lie.
    _children[os.getpid()] = child = subprocess.Popen(
        [sys.executable, *_CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        cwd=PACKAGE.parent,
    )
    return child


@atexit.register
def _end() -> None:
    """End this process's child, if there is one."""
    child = _children.pop(os.getpid(), None)
    if child:
        child.kill()
        child.communicate()


def _plain(rule: Rule) -> Any:
    tests = [(p.kind, [(t.field, t.op, t.value) for t in p.tests]) for p in rule.patterns]
    return rule.name, tests, rule.priority


def _rule(name: str, patterns: Any, priority: int) -> Rule:
    return Rule(
        name,
        tuple(Pattern(kind, tuple(Test(*test) for test in tests)) for kind, tests in patterns),
        priority,
    )


def _tried(case: Mapping[str, Any]) -> str:
    """What is wrong with a case, tried in a fork; empty where nothing is."""
    reader, writer = os.pipe()
    fork = os.fork()
    if not fork:
        _fire(case, writer)
    os.close(writer)
    with open(reader, encoding="utf-8") as told:
        refused = told.read()
    status = os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1])
    if status == -signal.SIGALRM:
        return f"these rules did not come to an end within {case['seconds']:g} seconds"
    if status:
        return f"these rules can't be used: the trial died with status {status}"
    return f"these rules can't be used: {refused}" if refused else ""


def _fire(case: Mapping[str, Any], writer: int) -> NoReturn:
    """Fire the rules, write why they are refused, and end the process; the alarm ends it too."""
    signal.setitimer(signal.ITIMER_REAL, case["seconds"])
    status = 1
    try:
        with open(writer, "w", encoding="utf-8") as told:
            try:
                rules = Ruleset(_rule(*rule) for rule in case["rules"])
                rules.fire(ReteFact(*fact) for fact in case["facts"])
            except EngineError as error:
                told.write(str(error))
        status = 0
    finally:
        os._exit(status)


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(_tried(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
