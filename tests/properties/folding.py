"""What every decision of every core promises, checked on each one, and a second state that is made of history alone."""

from __future__ import annotations

import re
from typing import Any

from shared.decision import Decision
from shared.decision.documents import Stored
from shared.runtime.machine import Machine, as_json

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
OFFSET = re.compile(rb"T\d\d:\d\d(?::\d\d(?:\.\d+)?)?[+-]\d\d:\d\d")


class Replay:
    """A state that is only ever told the changes, each written down and read back, as a replay reads them."""

    def __init__(self, machine: Machine[Any], aggregate: str) -> None:
        self._machine = machine
        self._changes: Stored[Any] = machine.changes
        self.state = machine.initial_state(aggregate)
        self.reasons: set[str] = set()

    def after(self, decision: Decision, state: Any) -> None:
        """`decision` led to `state`: does its history say so too, to the byte, and does it say why?"""
        assert CODE.fullmatch(decision.reason), f"a reason is a code: {decision.reason!r}"
        assert decision.why.strip(), f"{decision.reason} does not say why"
        assert decision.accepted or not decision.changes, f"{decision.reason} was refused and changes something"
        for change in decision.changes:
            self.state = self._machine.fold(self.state, [self._changes.validate_json(as_json(change))])
        written = as_json(state)
        assert as_json(self.state) == written, f"replaying {decision.reason} gives another state"
        read = self._machine.states.validate_json(written)
        assert as_json(read) == written, "a state does not read back as itself"
        # A process that holds the state goes on with it, another with what it reads.
        assert read == state, f"what {decision.reason} leaves in memory is not what is read back"
        assert not OFFSET.search(written), (
            "a moment in a state is not UTC: days are added to it in another way in memory"
        )
        self.reasons.add(decision.reason)
