"""Remember, between runs of the command line, which rules from outside stood their trial.

A trial starts another process, which takes several times as long as an answer. Only a good verdict
is kept, for the very rules, facts and build of the C module that it was given on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from counteroffer.engines.rete import durable
from counteroffer.engines.rete.durable import ReteFact, Rule
from counteroffer.files import user_cache


def tried_before_use(rules: Sequence[Rule], facts: Sequence[ReteFact]) -> None:
    """Try rules in another process, unless the same ones stood their trial before.

    Raises EngineError where they are refused, crash or take too long.
    """
    name = _name(rules, facts) if user_cache.is_on() else ""
    if name and user_cache.kept(name) is not None:
        return
    from counteroffer.engines.rete.trial import trial

    trial(rules, facts)
    if name:
        user_cache.keep(name, b"")


def _name(rules: Sequence[Rule], facts: Sequence[ReteFact]) -> str:
    """The name of a good verdict: all that it depends on, as a digest."""
    wrapper = Path(durable.__file__).stat()
    stated = [durable.build(), wrapper.st_mtime_ns, wrapper.st_size, list(map(repr, rules))]
    text = json.dumps([stated, list(map(repr, facts))])
    return f"trial-{hashlib.sha256(text.encode('utf-8', 'backslashreplace')).hexdigest()}"
