"""I23: what is open stays; what is over is written down before it goes; and nobody decides on what is gone."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.runtime.evidence_folder import flat
from shared.runtime.ports import Writes

from ..people import BEGINS
from ..services import KEPT_DAYS, pack
from ..standing import standing
from ..violation import Violation
from .inputs import Inputs
from .owed import Owed
from .privacy import Privacy

if TYPE_CHECKING:
    from ..world import World

Row = Mapping[str, Any]
OVER = {"notifier": ("closed", "unknown"), "scheduler": ("closed", "idle")}
BEGINS_ANEW = ("doorstep.loan.", "doorstep.visit.requested", "doorstep.fleet.")
UNDER_WAY = ("claimed", "posting", "uncertain")
SKEW = timedelta(minutes=5)


class Ended:
    """`strangers` are the messages of nobody's that are gone."""

    def __init__(self, world: World, inputs: Inputs, owed: Owed, privacy: Privacy) -> None:
        self._world, self._inputs, self._owed, self._privacy = world, inputs, owed, privacy
        self._told: set[tuple[str, str, str, object]] = set()
        self._gone: set[tuple[str, str]] = set()
        self.strangers: set[str] = set()

    def written(
        self,
        folder: Path,
        service: str,
        task: str,
        at: datetime,
        rule: str,
        rows: Sequence[tuple[str, Row]],
    ) -> None:
        """Evidence is on the disk."""
        for table, row in rows:
            self._privacy.written(json.dumps(flat(row)), row["about"])
            self._told.add((service, table, row["about"], _key(row)))

    def ends(self, service: str, task: str, keys: Collection[str]) -> None:
        """These go now."""
        self._world.count(f"ended: {service} {task}")
        if task == "strangers":
            self.strangers.update(keys)
        if task == "cases":
            for case in keys:
                self._is_over(service, case)
                self._is_written_down(service, case)
                self._inputs.ended(service, case)
                self._gone.add((service, case))

    def _is_over(self, service: str, case: str) -> None:
        database, now = self._world.databases[service], self._world.moment.at
        rows, kept = database.history[case], timedelta(days=KEPT_DAYS if self._world.brisk else YEARS)
        if max(row.at for row in rows.values()) > now - kept + SKEW:
            raise Violation("I23", case, f"{service} decided on it lately, and it goes")
        state = json.loads(standing(self._world, service, case))
        kind = state["stage"]["kind"] if service == "scheduler" else state["kind"]
        waits = database.timers.of(case) or case in database.parked
        texts = self._world.databases["notifier"].tables["texts"].values() if service == "notifier" else ()
        waits = waits or any(text["case_id"] == case and text["status"] in UNDER_WAY for text in texts)
        owed = (
            kind == "closed"
            and service == "notifier"
            and self._owed.is_owed(case, partial(self._inputs.is_done, service))
        )
        if kind not in OVER[service] or waits or owed:
            raise Violation("I23", case, f"{service}: it is open ({kind}), and it goes")

    def _is_written_down(self, service: str, case: str) -> None:
        database = self._world.databases[service]
        wanted: set[tuple[str, str, str, object]] = {(service, "history", case, n) for n in database.history[case]}
        if service == "notifier":
            texts, tables = database.tables["texts"], database.tables
            wanted |= {(service, "texts", case, intent) for intent, row in texts.items() if row["case_id"] == case}
            wanted |= {
                (service, table, case, row["id"])
                for table in ("contacts", "replies_to_read")
                for row in tables[table].values()
                if row["case_id"] == case
            }
        if missing := wanted - self._told:
            raise Violation("I23", case, f"{service}: {len(missing)} rows go, and nobody wrote them down")

    def committed(self, service: str, writes: Writes) -> None:
        for row in writes.history:
            place = (service, row.aggregate)
            if place in self._gone and row.accepted and row.version == 1:
                if not row.said.startswith(BEGINS_ANEW):
                    raise Violation("I23", row.aggregate, f"{service}: {row.reason} on {row.said}, of what is gone")
                self._world.count(f"begun anew: {service} {row.reason}")
            elif place in self._gone and row.version == 1:
                self._world.count(f"of what is gone: {service} {row.reason}")


def _key(row: Mapping[str, Any]) -> UUID | str | int:
    found: UUID | str | int = row["intent"] if "intent" in row else row["id"] if "id" in row else row["number"]
    return found


YEARS = pack(False).on(BEGINS.date()).retention.cases_days.value
