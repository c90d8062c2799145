"""I11: nothing personal in clear. Every person carries a mark; no durable thing may hold one."""

from __future__ import annotations

from shared.runtime.ports import IntakeRow, Record, Writes

from ..people import MARKS
from ..violation import Violation

WORDS = tuple(mark.decode() for mark in MARKS)


class Privacy:
    def taken_in(self, row: IntakeRow) -> None:
        self._look(row.doc, row.aggregate, "an intake row")

    def appended(self, record: Record) -> None:
        where = f"{record.topic}:{record.partition}:{record.offset}"
        self._look(record.value or b"", where, "a record")
        self._look(record.key or b"", where, "a key")

    def written(self, line: str, about: str) -> None:
        self._look(line, about, "what is written down")

    def committed(self, writes: Writes) -> None:
        for row in writes.history:
            self._look(f"{row.changes} {row.why} {row.rule} {row.cause}", row.aggregate, "the history")
        for sent in writes.outbox:
            for _, header in sent.headers:
                self._look(header, sent.aggregate, "a header")
        for dead in writes.dead:
            self._look(f"{dead.detail} {dead.code} {dead.original}", dead.topic, "a dead letter")
        for parking in writes.parked:
            self._look(parking.detail, parking.aggregate, "a parking")
        for state in writes.states:
            self._look(state.doc or b"", "", "a state")

    @staticmethod
    def _look(raw: bytes | str, where: str, what: str) -> None:
        name, phone = MARKS if isinstance(raw, bytes) else WORDS
        if name in raw or phone in raw:  # type: ignore[operator]  # of what kind both are says the line before
            raise Violation("I11", where, f"{what} holds something personal in clear")
