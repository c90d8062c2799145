"""I10 of a visit that scheduler holds because no text may be sent: it is held only while that is so.

What it waits for is a START, another number or the end of its case. When all has come to rest after one of them, nobody
says anything more of that visit, and people who see it held would be asked for what is not needed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..standing import standing
from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

NO_TEXTS = frozenset({"opted-out", "wrong-number", "forgotten-person"})


class HeldVisits:
    def __init__(self, world: World) -> None:
        self._world = world

    def check(self) -> None:
        cases = self._world.databases["notifier"].states
        for case in self._world.databases["scheduler"].states:
            stage = json.loads(standing(self._world, "scheduler", case))["stage"]
            if stage["kind"] != "held" or not stage["braked"]:
                continue
            self._world.count(f"a visit is held in the end: {stage['reason']}")
            state: dict[str, Any] = {"kind": "gone"}
            if case in cases:
                state = json.loads(standing(self._world, "notifier", case))
            causes = {brake["cause"] for brake in state.get("brakes", ())}
            if state["kind"] != "held" or not causes & NO_TEXTS:
                what = f"its visit is held for {stage['reason']}, and the case is {state['kind']}: nobody ends that"
                raise Violation("I10", case, what)
