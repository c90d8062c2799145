"""A small run with one flawless story in it, from the overdue loan to the visit; tests then spoil one thing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from services.verifier.journals import JournalRow
from services.verifier.topic_events import Raw
from services.verifier.verdict import RunVerdict
from services.verifier.verify import judge

CASE, BORROWER, PHONE, VISIT, BOOKING = "case-1", "b-1", "hash-1", "v-1", "v-1.1"
ZONE = "Europe/Lisbon"
TOPIC_OF = {
    "loan": "loans", "visit": "visits", "text": "texts", "reply": "replies", "appointment": "appointments",
    "slots": "routing", "booking": "routing", "crew": "assignments", "record": "dead-letters",
}  # fmt: skip
EXCEPTIONS = {
    "text.requested": "text-requests", "text.withdrawn": "text-requests", "slots.quoted": "assignments",
    "collector.certified": "fleet", "certificate.revoked": "fleet", "shift.planned": "fleet",
    "collector.unavailable": "fleet", "collector.deregistered": "fleet", "position.reported": "fleet",
    "crew.departed": "outcomes", "crew.arrived": "outcomes", "visit.ended": "outcomes",
}  # fmt: skip
SOURCE_OF = {"loans": "bank", "texts": "notifier", "visits": "notifier", "replies": "notifier", "outcomes": "crew-app"}


def day(number: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment of the story: days count from 1 January 2026, UTC (which is Lisbon's time in winter)."""
    return datetime(2026, 1, 1, hour, minute, tzinfo=UTC) + timedelta(days=number)


BEGIN, END, VISIT_AT = day(0), day(60), day(30, 9)


@dataclass
class RecordedRun:
    records: list[Raw] = field(default_factory=list)
    twin: list[JournalRow] = field(default_factory=list)
    sent: list[JournalRow] = field(default_factory=list)
    ended: datetime = END
    policy: str = "default@2026.11.4"

    def event(self, kind: str, at: datetime, subject: str = CASE, name: str = "", /, **data: Any) -> Raw:
        """Put an event on its topic; the bank's and the crews' are also written down as sent."""
        topic = EXCEPTIONS.get(kind) or TOPIC_OF[kind.partition(".")[0]]
        name = name or f"{kind}-{len(self.records)}"
        document = {
            "specversion": "1.0", "id": name, "type": f"doorstep.{kind}.v1", "source": SOURCE_OF.get(topic, "ours"),
            "subject": subject, "time": at.isoformat(), "policyversion": self.policy, "data": data,
        }  # fmt: skip
        if topic in ("loans", "outcomes"):
            self.say_sent(topic, subject, name, kind, at)
        return self.record(topic, subject, json.dumps(document).encode())

    def record(self, topic: str, key: str, value: bytes | None) -> Raw:
        raw = Raw(topic, 0, len(self.records), key, value)
        self.records.append(raw)
        return raw

    def say_sent(self, topic: str, key: str, name: str, kind: str | None, at: datetime, **more: Any) -> None:
        row = {"topic": topic, "key": key, "id": name, "type": kind, "case": key, "copies": 1, "poison": None, **more}
        self.sent.append(JournalRow(len(self.sent) + 1, "sent", at, at, row))

    def carrier(self, kind: str, at: datetime, wall: datetime | None = None, **fields: Any) -> None:
        self.twin.append(JournalRow(len(self.twin) + 1, kind, at, wall or at, fields))

    def overdue(self, case: str = CASE, at: datetime = BEGIN, borrower: str = BORROWER, phone: str = PHONE) -> None:
        person = {"borrower": borrower, "phone_hash": phone, "zone": ZONE}
        self.event("loan.overdue", at, case, amount={"minor": 5000}, due_since="2025-12-01", person=person)

    def paid(self, at: datetime, case: str = CASE, left: int = 0) -> None:
        self.event("loan.payment-received", at, case, outstanding={"minor": left})

    def text(self, intent: str, kind: str, at: datetime, case: str = CASE, phone: str = PHONE, **more: Any) -> None:
        """A text that goes well: intended, posted, sent, delivered."""
        about: dict[str, Any] = {"intent": intent, "kind": kind, "reason": "asked", **more}
        self.event("text.intended", at, case, **about)
        self.post(intent, at, phone)
        self.event("text.sent", at, case, **about)
        self.receipt(intent, "delivered", at + timedelta(seconds=5))
        self.event("text.delivered", at + timedelta(seconds=5), case, f"receipt-of-{intent}", **about)

    def post(self, intent: str | None, at: datetime, phone: str = PHONE, words: str = "") -> None:
        """The carrier accepts a text."""
        body = words or f"words of {intent}"
        self.carrier("post", at, sid=f"SM-{intent}", intent=intent, to_hash=phone, body_sha256=body, segments=1)

    def receipt(self, intent: str, status: str, at: datetime, http: int = 200) -> None:
        self.carrier("status", at, sid=f"SM-{intent}", intent=intent, status=status, code=None)
        self.carrier("status-answered", at, sid=f"SM-{intent}", intent=intent, status=status, http=http, tries=1)

    def reply(self, sid: str, meant: str, at: datetime, phone: str = PHONE, http: int = 200) -> None:
        self.carrier("reply", at, sid=sid, to_hash=phone, body_sha256="", meant=meant)
        self.carrier("reply-answered", at, sid=sid, http=http, tries=1)

    def understood(self, sid: str, meaning: str, at: datetime, case: str = CASE) -> None:
        self.event("reply.understood", at, case, meanings=[{"kind": meaning}], words={"of": sid})

    def appointment(self, stage: str, at: datetime, version: int = 1, **more: Any) -> None:
        data = {"visit": VISIT, "version": version, "booking": BOOKING, "crew": ["k-1", "k-2"], "window": window(30)}
        self.event(f"appointment.{stage}", at, **{**data, "reason": {"code": stage}, **more})

    def notice(self, intent: str, at: datetime, version: int = 1, **wording: Any) -> None:
        """scheduler asks for a notice, and it is delivered."""
        words = {"window": window(30), "crew": [{"collector": "k-1"}, {"collector": "k-2"}], **wording}
        asked = {"intent": intent, "visit": VISIT, "appointment_version": version, "kind": "notice"}
        self.event("text.requested", at, **asked, wording=words, not_before=at.isoformat())
        self.text(intent, "notice", at, visit=VISIT, appointment_version=version)

    def crew(self, how: str, at: datetime, version: int = 1, crew: tuple[str, ...] = ("k-1", "k-2")) -> None:
        """router has a crew for the booking."""
        members = [{"collector": collector} for collector in crew]
        self.event(f"crew.{how}", at, booking=BOOKING, visit=VISIT, version=version, crew=members)

    def crew_goes(
        self, booking: str = BOOKING, crew: tuple[str, ...] = ("k-1", "k-2"), at: datetime = VISIT_AT
    ) -> None:
        """Departed, arrived ten minutes into the window, ended half an hour later."""
        about: dict[str, Any] = {"visit": VISIT, "booking": booking, "crew": list(crew)}
        self.event("crew.departed", at - timedelta(minutes=30), **about)
        self.event("crew.arrived", at + timedelta(minutes=10), **about)
        self.event("visit.ended", at + timedelta(minutes=40), **about, outcome="promised")

    def verdict(self) -> RunVerdict:
        return judge(self.records, self.twin, self.sent, self.ended)

    def codes(self) -> list[str]:
        """The checks that found something, each once."""
        return sorted({finding.code for finding in self.verdict().findings})

    def drop(self, kind: str) -> None:
        """Take every event of a kind out of the log, as if it had never been said."""
        gone = f'"doorstep.{kind}.v1"'.encode()
        self.records = [raw for raw in self.records if gone not in (raw.value or b"")]

    def change(self, kind: str, change: Callable[[dict[str, Any]], Any]) -> None:
        """Let every event of a kind say something else."""
        for number, raw in enumerate(self.records):
            document = json.loads(raw.value or b"{}")
            if document.get("type") == f"doorstep.{kind}.v1":
                change(document)
                value = json.dumps(document).encode()
                self.records[number] = Raw(raw.topic, raw.partition, raw.offset, raw.key, value)


def window(number: int, hour: int = 9) -> dict[str, str]:
    start = day(number, hour)
    return {
        "start": start.isoformat(), "end": (start + timedelta(hours=2)).isoformat(), "zone": ZONE,
        "local": start.strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip


def flawless() -> RecordedRun:
    """One case from the first overdue event to a visit that was kept."""
    run = RecordedRun()
    run.overdue()
    for number in range(3):
        run.text(f"reminder-{number}", "reminder-firm", day(8 * number, 10))
    run.event("visit.requested", day(24, 10), visit=VISIT)
    run.event("slots.asked", day(24, 10), "porto", request="q-1", case=CASE, visit=VISIT)
    run.event("slots.quoted", day(24, 10), request="q-1", visit=VISIT, slots=[])
    offer = {"visit": VISIT, "kind": "offer"}
    run.event("text.requested", day(24, 10), **offer, intent="offer-1", not_before=day(24, 10).isoformat(), wording={})
    run.text("offer-1", "offer", day(24, 10), visit=VISIT)
    run.appointment("offered", day(24, 10), version=0)
    run.reply("SM-r1", "slot", day(24, 15))
    run.understood("SM-r1", "slot", day(24, 15))
    run.event("booking.made", day(24, 15), "porto", booking=BOOKING, case=CASE, visit=VISIT, window=window(30))
    run.crew("assigned", day(24, 15))
    run.appointment("agreed", day(24, 15))
    run.notice("notice-1", day(24, 15, 1))
    run.appointment("noticed", day(24, 15, 2))
    permit = [{"rule": "notice-delivered", "satisfied_by": "receipt-of-notice-1"}]
    run.appointment("permitted", day(24, 15, 2), permit=permit)
    run.crew_goes()
    run.appointment("kept", day(30, 9, 40))
    return run
