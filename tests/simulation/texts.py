"""Which texts are where in notifier's table, kept up with every commit: so the driver knows cheaply what has work."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from services.notifier.shell.desk import Desk
from services.notifier.shell.reconcile import LOOKS_MAX
from shared.decision.clocks import APART_MAX
from shared.runtime.ports import Writes

if TYPE_CHECKING:
    from .world import World


class Texts:
    def __init__(self, world: World) -> None:
        self._world, self._database = world, world.databases["notifier"]
        self.claimed: dict[UUID, dict[str, Any]] = {}
        self.posting: dict[UUID, dict[str, Any]] = {}
        self.uncertain: dict[UUID, dict[str, Any]] = {}
        self.accepted: dict[UUID, dict[str, Any]] = {}
        self.sent: dict[UUID, dict[str, Any]] = {}
        self.coded = False
        self._by_status = {
            "claimed": self.claimed, "posting": self.posting, "uncertain": self.uncertain, "accepted": self.accepted,
            "sent": self.sent,
        }  # fmt: skip

    def committed(self, writes: Writes) -> None:
        table = self._database.tables["texts"]
        for row in writes.rows:
            intent = getattr(row, "intent", None)
            text = table.get(intent) if intent is not None else None
            if text is None:
                continue
            self.coded = self.coded or text["carrier_code"] is not None
            for status, held in self._by_status.items():
                if text["status"] == status:
                    if status == "claimed" and intent not in held:
                        self._world.borrowers.interrupts(text["case_id"])
                    held[text["intent"]] = text
                else:
                    held.pop(text["intent"], None)

    def ended(self, cases: Collection[str]) -> None:
        """These are gone."""
        for held in self._by_status.values():
            for intent in [intent for intent, text in held.items() if text["case_id"] in cases]:
                del held[intent]

    def postable(self, desk: Desk) -> bool:
        """Is there a text to try, or something to store? While the carrier is in trouble, and this process knows, it
        waits for the next probe, as a real one does."""
        if desk.settled or desk.returned:
            return True
        outages, now = self._database.tables["outages"].values(), desk.clock.now()
        if outages and desk.run.stopped and all(outage["probe_at"] > now for outage in outages):
            return False
        return any(text["try_after"] is None or text["try_after"] <= now for text in self.claimed.values())

    def expired(self, now: datetime) -> bool:
        return any(text["post_before"] <= now for text in self.claimed.values())

    def orphaned(self) -> bool:
        return any(text["owner"] not in self._database.living for text in self.posting.values())

    def doubtful(self, now: datetime) -> bool:
        return any(
            text["looks"] < LOOKS_MAX and (text["look_after"] is None or text["look_after"] <= now)
            for text in self.uncertain.values()
        )

    def unreported(self, now: datetime) -> bool:
        return any(
            text["ask_after"] <= now and text["sid"] is not None
            for held in (self.accepted, self.sent)
            for text in held.values()
        )

    def alarming(self) -> bool:
        """Did a text fail with a code since the alarms were looked at, or is one on?"""
        coded, self.coded = self.coded, False
        return coded or bool(self._database.tables["alarms"])

    def moments(self) -> Iterator[datetime]:
        """When something about a text comes due."""
        for text in self.claimed.values():
            yield text["post_before"] + timedelta(seconds=1)
            if text["try_after"] is not None:
                yield from _by_any_clock(text["try_after"])
        for text in self.uncertain.values():
            if text["look_after"] is not None and text["looks"] < LOOKS_MAX:
                yield text["look_after"]
        for held in (self.accepted, self.sent):
            for text in held.values():
                yield text["ask_after"]
        for outage in self._database.tables["outages"].values():
            yield from _by_any_clock(outage["probe_at"])


def _by_any_clock(at: datetime) -> tuple[datetime, datetime]:
    """When it is so for who goes by a right clock, and for who is behind."""
    return at, at + APART_MAX
