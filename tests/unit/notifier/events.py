"""Valid events of one case: take what matters, default the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from services.notifier.core.inputs import LetterSettled, RecordRefused, ReplyReceived
from services.notifier.core.questions import Question
from services.notifier.core.rules import rules_of
from shared.contracts.appointments import Appointment, AppointmentPermitted, Stage
from shared.contracts.loans import (
    Cause,
    Details,
    DetailsCorrected,
    DisputeClosed,
    DisputeOpened,
    Hold,
    HoldLifted,
    HoldSet,
    LoanClosed,
    LoanOverdue,
    Overdue,
    Payment,
    PaymentReceived,
    PaymentReversed,
    Person,
    PlanBroken,
    PlanSigned,
    Reversal,
)  # fmt: skip
from shared.contracts.outcomes import ComplaintRaised, Grievance, Result, VisitEnded
from shared.contracts.texts import Request, TextKind, TextRequested, TextWithdrawn, Withdrawal, Wording
from shared.contracts.values import Amount, Balance, Member, Money, Reason, Sealed, Slot, Window
from shared.ids import DOORSTEP, derive
from shared.policy import load_pack

CASE = "case-1"
PACK = load_pack("default")
# A Tuesday, 12:00 in Lisbon (winter time is UTC).
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
RULES = rules_of(PACK, NOW.date())
PHONE_HASH = "a" * 64
VISIT = f"v-{derive('visit', CASE, 0).hex[:12]}"
_numbers = count()


def sealed(field: str, kid: str = "b-b1") -> Sealed:
    return Sealed(kid=kid, of="event", field=field, box="A" * 40)


def person(**more: Any) -> Person:
    known: dict[str, Any] = {
        "borrower": "b1",
        "language": "en",
        "zone": "Europe/Lisbon",
        "region": "porto",
        "cell": "8739200e1ffffff",
        "phone_hash": PHONE_HASH,
        **{name: sealed(name) for name in ("phone", "name", "address", "home", "officer")},
    }
    return Person(**(known | more))


def _envelope(time: datetime | None, source: str = "bank") -> dict[str, Any]:
    return {"id": f"e{next(_numbers)}", "source": source, "subject": CASE, "time": time or NOW}


def overdue(
    dpd: int = 1, minor: int = 50_000, time: datetime | None = None, currency: str = "EUR", **who: Any
) -> LoanOverdue:
    """`dpd` is counted at NOW."""
    data = Overdue(
        amount=Money(minor=minor, currency=currency), due_since=NOW.date() - timedelta(days=dpd), person=person(**who)
    )
    return LoanOverdue(**_envelope(time), data=data)


def pays(
    outstanding: int, time: datetime | None = None, amount: int = 100, booked_at: datetime | None = None
) -> PaymentReceived:
    left = Balance(minor=outstanding, currency="EUR")
    data = Payment(amount=Amount(minor=amount, currency="EUR"), outstanding=left, booked_at=booked_at)
    return PaymentReceived(**_envelope(time), data=data)


def bounces(outstanding: int, time: datetime | None = None, booked_at: datetime | None = None) -> PaymentReversed:
    """A payment is taken back."""
    left = Balance(minor=outstanding, currency="EUR")
    data = Reversal(amount=Money(minor=100, currency="EUR"), outstanding=left, booked_at=booked_at)
    return PaymentReversed(**_envelope(time), data=data)


def signs_plan(time: datetime | None = None) -> PlanSigned:
    return PlanSigned(**_envelope(time), data=Cause(cause="plan"))


def breaks_plan(time: datetime | None = None) -> PlanBroken:
    return PlanBroken(**_envelope(time), data=Cause(cause="missed"))


def disputes(time: datetime | None = None) -> DisputeOpened:
    return DisputeOpened(**_envelope(time), data=Cause(cause="amount"))


def dispute_ends(time: datetime | None = None) -> DisputeClosed:
    return DisputeClosed(**_envelope(time), data=Cause(cause="settled"))


def held(time: datetime | None = None, until: datetime | None = None) -> HoldSet:
    return HoldSet(**_envelope(time), data=Hold(cause="bereavement", until=until))


def lifted(time: datetime | None = None) -> HoldLifted:
    return HoldLifted(**_envelope(time), data=Cause(cause="over"))


def corrected(time: datetime | None = None, **who: Any) -> DetailsCorrected:
    return DetailsCorrected(**_envelope(time), data=Details(person=person(**who)))


def closes(time: datetime | None = None, booked_at: datetime | None = None) -> LoanClosed:
    return LoanClosed(**_envelope(time), data=Cause(cause="written-off", booked_at=booked_at))


def unread(number: int = 0, code: str = "schema", at: datetime | None = None) -> RecordRefused:
    """A record about the case could not be read."""
    return RecordRefused(letter(number), code, at or NOW)


def settles(number: int = 0, at: datetime | None = None, *, given_up: bool = False) -> LetterSettled:
    return LetterSettled(letter(number), at or NOW, given_up)


def letter(number: int = 0) -> UUID:
    return uuid5(DOORSTEP, f"letter-{number}")


def intent(number: int = 0) -> UUID:
    return uuid5(DOORSTEP, f"asked-{number}")


def window(start: datetime | None = None) -> Window:
    begins = start or NOW + timedelta(days=6)
    local = begins.astimezone(ZoneInfo("Europe/Lisbon")).strftime("%Y-%m-%dT%H:%M")
    return Window(start=begins, end=begins + timedelta(hours=2), zone="Europe/Lisbon", local=local)


def slots(number: int = 3) -> tuple[Slot, ...]:
    return tuple(
        Slot(slot=f"s{n}", window=window(NOW + timedelta(days=4 + n, hours=n)), detour_s=0) for n in range(number)
    )


def wording(kind: str) -> Wording:
    crew = tuple(Member(collector=f"c{n}", name=sealed("name", f"c-c{n}")) for n in (1, 2))
    match kind:
        case "offer":
            return Wording(slots=slots())
        case "notice" | "reminder":
            return Wording(window=window(), crew=crew, check_code="123456")
        case "on-the-way":
            return Wording(crew=crew, check_code="123456")
        case "who-comes":
            return Wording(window=window(), crew=crew)
        case "agreed" | "moved" | "missed":
            return Wording(window=window())
        case _:
            return Wording()


def wants_text(
    kind: TextKind = "offer",
    number: int = 0,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    visit: str = VISIT,
    version: int = 1,
) -> TextRequested:
    data = Request(
        intent=intent(number),
        visit=visit,
        appointment_version=version,
        kind=kind,
        wording=wording(kind),
        not_before=not_before or NOW,
        not_after=not_after or NOW + timedelta(days=400),
        on_failure="drop",
    )
    return TextRequested(**_envelope(None, "scheduler"), data=data)


def takes_back(number: int = 0, visit: str = VISIT) -> TextWithdrawn:
    data = Withdrawal(intent=intent(number), visit=visit, cause="moved")
    return TextWithdrawn(**_envelope(None, "scheduler"), data=data)


def appointment(
    kind: type[Appointment] = AppointmentPermitted,
    time: datetime | None = None,
    start: datetime | None = None,
    visit: str = VISIT,
    reason: str = "because",
    keeps_window: bool | None = None,
) -> Any:
    data = Stage(
        visit=visit, region="porto", version=1, reason=Reason(code=reason, text=reason),
        window=window(start) if start is not None else None, keeps_window=keeps_window,
    )  # fmt: skip
    return kind(**_envelope(time, "scheduler"), data=data)


def ended(outcome: Any, time: datetime | None = None, visit: str = VISIT) -> VisitEnded:
    data = Result(visit=visit, region="porto", booking="bk-1", crew=("c1", "c2"), outcome=outcome)
    return VisitEnded(**_envelope(time, "crew-app"), data=data)


def complains(time: datetime | None = None) -> ComplaintRaised:
    data = Grievance(visit=VISIT, region="porto", cause="rude", collectors=("c1",))
    return ComplaintRaised(**_envelope(time, "crew-app"), data=data)


def question(
    kind: TextKind = "offer", number: int = 0, case: str = CASE, posted_at: datetime | None = None
) -> Question:
    of_visit = kind in ("offer", "notice", "reminder")
    return Question(
        intent=intent(number),
        case=case,
        kind=kind,
        visit=VISIT if of_visit else None,
        version=1,
        slots=3 if kind == "offer" else 0,
        posted_at=posted_at or NOW - timedelta(hours=1),
        windows=tuple(slot.window for slot in slots()) if kind == "offer" else (window(),) if of_visit else (),
    )


def replies(words: str | None, time: datetime | None = None, phone_hash: str = PHONE_HASH) -> Any:
    """A reply at the life's moment; None: its words can't be read any more."""

    def say(life: Any) -> ReplyReceived:
        sid = f"SM{next(_numbers):032x}"
        if words is not None:
            life.words[sid] = words
        return ReplyReceived(sid, phone_hash, time or life.at, sealed("words"))

    return say


def day(text: str) -> date:
    return date.fromisoformat(text)
