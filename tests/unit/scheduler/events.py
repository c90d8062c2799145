"""Events of the other services, made with what a test is about; the rest is valid and the same.

Monday 2 November 2026, nine o'clock in Lisbon, is now; slots are at ten on the Saturday of that week and later.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from services.scheduler.core.ids import booking_name, notice_intent, offer_intent, request_name
from services.scheduler.core.rules import VisitRules, rules_of
from shared.contracts.envelope import Event
from shared.contracts.outcomes import (
    ComplaintRaised,
    CrewArrived,
    CrewDelayed,
    CrewDeparted,
    Delay,
    FieldFact,
    Grievance,
    Result,
    VisitEnded,
)
from shared.contracts.routing import (
    Assignment,
    CrewAssigned,
    CrewChanged,
    CrewUnassigned,
    Quote,
    Refusal,
    SlotsQuoted,
)
from shared.contracts.texts import (
    Fate,
    Meaning,
    ReplyUnderstood,
    Text,
    TextDelivered,
    TextFailed,
    TextRefused,
    TextUncertain,
    Understood,
)
from shared.contracts.values import Member, Money, Needs, Reason, Sealed, Slot, Window
from shared.contracts.visits import Unwanted, VisitRequested, VisitWithdrawn, Wanted
from shared.policy import load_pack

CASE, VISIT, BORROWER, REGION, ZONE = "case-1", "v-1", "b-1", "porto", "Europe/Lisbon"
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
RULES: VisitRules = rules_of(load_pack("default"), b"k" * 32, NOW.date())
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
_ids = count(1)
E = TypeVar("E", bound=Event)
T = TypeVar("T", bound=Text)


def sealed(field: str) -> Sealed:
    return Sealed(kid="b-1", of="e-1", field=field, box="AAAA")


def window(start: datetime, *, hours: float = 2, zone: str = ZONE) -> Window:
    local = f"{start.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"
    return Window(start=start, end=start + timedelta(hours=hours), zone=zone, local=local)


def slot(days: int, hour: int = 10, *, name: str | None = None) -> Slot:
    """A window `days` after today, at a local hour of the winter."""
    start = NOW.replace(hour=hour) + days * DAY
    return Slot(slot=name or f"s-{days}-{hour}", window=window(start), detour_s=60)


SLOTS = (slot(5), slot(7), slot(8))


def _event(model: type[E], data: Any, *, at: datetime = NOW, by: str | None = None, case: str = CASE) -> E:
    made = by or f"e-{next(_ids)}"
    return model.model_validate({"id": made, "source": "test", "subject": case, "time": at, "data": data})


def requested(visit: str = VISIT, *, by: str = "e-gate", borrower: str = BORROWER, case: str = CASE) -> VisitRequested:
    wanted = Wanted(
        visit=visit,
        borrower=borrower,
        region=REGION,
        cell="8739226a6ffffff",
        zone=ZONE,
        language="pt",
        amount=Money(minor=90_000, currency="EUR"),
        dpd=75,
        reasons=(),
        needs=Needs(),
        home=sealed("home"),
        address=sealed("address"),
    )
    return _event(VisitRequested, wanted, by=by, case=case)


def withdrawn(
    cause: str = "paid", visit: str = VISIT, *, by: str | None = None, no_more_texts: bool | None = None
) -> VisitWithdrawn:
    return _event(VisitWithdrawn, Unwanted(visit=visit, cause=cause, no_more_texts=no_more_texts), by=by)


def quoted(
    slots: Iterable[Slot] = SLOTS,
    *,
    ask: int = 1,
    visit: str = VISIT,
    refused: tuple[Reason, ...] = (),
    request: str | None = None,
    by: str | None = None,
    case: str = CASE,
) -> SlotsQuoted:
    name = request or request_name(visit, ask)
    return _event(SlotsQuoted, Quote(request=name, visit=visit, slots=tuple(slots), refused=refused), by=by, case=case)


def members(*names: str) -> tuple[Member, ...]:
    return tuple(Member(collector=name, name=sealed("name")) for name in names or ("c-1", "c-2"))


def crewed(
    *names: str,
    version: int = 1,
    number: int = 1,
    visit: str = VISIT,
    booking: str | None = None,
    by: str | None = None,
) -> CrewAssigned | CrewChanged:
    """The crew of the booking that appointment version `version` began with; `number` counts its crews."""
    data = Assignment(
        booking=booking or booking_name(visit, version),
        visit=visit,
        version=number,
        crew=members(*names),
        reason=Reason(code="nearest", text="the nearest legal crew"),
    )
    return _event(CrewChanged, data, by=by) if number > 1 else _event(CrewAssigned, data, by=by)


def uncrewed(*, version: int = 1, visit: str = VISIT, refused: bool = True) -> CrewUnassigned:
    lines = (Reason(code="certificate", text="nobody is certified then", rule="visit.certificates"),)
    return _event(
        CrewUnassigned,
        Refusal(booking=booking_name(visit, version), visit=visit, refused=lines if refused else ()),
    )


def text(
    model: type[T],
    kind: str,
    number: int,
    *,
    at: datetime = NOW,
    visit: str | None = VISIT,
    intent: UUID | None = None,
    reason: str = "said-so",
    by: str | None = None,
    until: datetime | None = None,
    visit_over_cap: bool | None = None,
) -> T:
    """What became of offer `number`, or of the notice for version `number`."""
    known = offer_intent if kind == "offer" else notice_intent
    fate = Fate.model_validate(
        {
            "intent": intent or known(visit or VISIT, number),
            "kind": kind,
            "visit": visit,
            "appointment_version": number if kind == "notice" else 0,
            "reason": reason,
            "rule": "notice.lead",
            "until": until,
            "visit_over_cap": visit_over_cap,
        }
    )
    return _event(model, fate, at=at, by=by)


def offer_delivered(number: int = 1, *, at: datetime = NOW, by: str | None = None, visit: str = VISIT) -> TextDelivered:
    return text(TextDelivered, "offer", number, at=at, by=by, visit=visit)


def notice_delivered(
    version: int = 1, *, at: datetime = NOW, by: str | None = None, visit: str = VISIT
) -> TextDelivered:
    return text(TextDelivered, "notice", version, at=at, by=by, visit=visit)


def lost(kind: str, number: int = 1, how: type[Text] = TextFailed) -> Text:
    return text(how, kind, number, reason="carrier-said-no")


def over_cap(number: int = 1, *, until: datetime | None, visit: str = VISIT) -> TextRefused:
    """Offer `number` was not sent: a visit would be one contact too many before `until`."""
    return text(TextRefused, "offer", number, reason="visit-over-cap", until=until, visit=visit, visit_over_cap=True)


def reply(
    *meanings: Meaning,
    offer: int = 1,
    question: UUID | None = None,
    kind: str | None = "offer",
    visit: str | None = VISIT,
    at: datetime = NOW,
    by: str | None = None,
    case: str = CASE,
) -> ReplyUnderstood:
    data = Understood.model_validate(
        {
            "meanings": meanings,
            "question": question or offer_intent(visit or VISIT, offer),
            "question_kind": kind,
            "visit": visit,
            "received_at": at,
            "words": sealed("words"),
        }
    )
    return _event(ReplyUnderstood, data, at=at, by=by, case=case)


def chose(
    digit: int, *, offer: int = 1, at: datetime = NOW, by: str | None = None, case: str = CASE
) -> ReplyUnderstood:
    return reply(Meaning(kind="slot", confidence=1.0, digit=digit), offer=offer, at=at, by=by, case=case)


def wished(
    at: datetime | None = None, *, offer: int = 1, by: str | None = None, received: datetime = NOW
) -> ReplyUnderstood:
    return reply(Meaning(kind="other-time", confidence=0.9, at=at), offer=offer, at=received, by=by)


def meant(kind: str, confidence: float = 1.0) -> ReplyUnderstood:
    return reply(Meaning.model_validate({"kind": kind, "confidence": confidence}))


def _field(version: int, visit: str) -> dict[str, Any]:
    return {"visit": visit, "region": REGION, "booking": booking_name(visit, version), "crew": ("c-1", "c-2")}


def departed(at: datetime, *, version: int = 1, visit: str = VISIT) -> CrewDeparted:
    return _event(CrewDeparted, FieldFact(**_field(version, visit)), at=at)


def delayed(expected_at: datetime, *, at: datetime, version: int = 1, visit: str = VISIT) -> CrewDelayed:
    return _event(CrewDelayed, Delay(**_field(version, visit), expected_at=expected_at), at=at)


def arrived(at: datetime, *, version: int = 1, visit: str = VISIT) -> CrewArrived:
    return _event(CrewArrived, FieldFact(**_field(version, visit)), at=at)


def ended(
    outcome: str, at: datetime, *, version: int = 1, visit: str = VISIT, booking: str | None = None
) -> VisitEnded:
    fields = _field(version, visit) | ({"booking": booking} if booking else {})
    return _event(VisitEnded, Result.model_validate(fields | {"outcome": outcome}), at=at)


def complained(*collectors: str) -> ComplaintRaised:
    return _event(ComplaintRaised, Grievance(visit=VISIT, region=REGION, cause="rude", collectors=collectors))


HOW: dict[str, type[Text]] = {"failed": TextFailed, "refused": TextRefused, "in-doubt": TextUncertain}
