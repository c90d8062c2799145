"""The one registry of topics: who produces, who consumes, how records are kept, which event types travel there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from . import appointments, dead_letters, erasures, fleet, loans, operations, outcomes, routing, switches, texts, visits
from .envelope import Event

Party = Literal["bank", "staff-system", "crew-app", "notifier", "scheduler", "router", "console", "any"]
DAY_MS = 86_400_000
RECORD_BYTES_MAX = 256 * 1024
OURS_BYTES_MAX = 4 << 20
"""What we read of each other. An event of ours is made of parts of several records (the names of a crew, each sealed by
the staff system; a day's stops), so it may be larger than any that came in."""
OURS = frozenset({"notifier", "scheduler", "router", "console"})
BROKER_BYTES_MAX = 20 << 20


@dataclass(frozen=True, slots=True)
class Topic:
    """`keep_ms` is Kafka's retention; compacted topics keep the newest record of each key for ever.

    `bytes_max` is what a reader takes: a larger record is refused with a reason, which a broker's limit would not give.
    Where it is not said it follows from who produces.
    """

    name: str
    events: tuple[type[Event], ...]
    producers: tuple[Party, ...]
    consumers: tuple[Party, ...]
    key: Literal["case", "region", "scope", "service", "origin", "data-key"] = "case"
    cleanup: Literal["delete", "compact"] = "delete"
    keep_ms: int = 30 * DAY_MS
    partitions: int = 24
    bytes_max: int = 0

    def __post_init__(self) -> None:
        if not self.bytes_max:
            ours = OURS.issuperset(self.producers)
            object.__setattr__(self, "bytes_max", OURS_BYTES_MAX if ours else RECORD_BYTES_MAX)

    @property
    def is_read_whole(self) -> bool:
        """No group has a place in it: each start reads all of it."""
        return self.key == "data-key"

    @property
    def config(self) -> dict[str, str]:
        """Kafka topic settings. 20 MiB records are accepted so that an oversized one is refused with a reason.

        The broker says when a record came. By its producer's word one that says 1970 (seconds where milliseconds
        belong) is removed before anybody has read it, and one that says 2099 is never removed.
        """
        return {
            "cleanup.policy": self.cleanup,
            "retention.ms": str(self.keep_ms),
            "message.timestamp.type": "LogAppendTime",
            "max.message.bytes": str(BROKER_BYTES_MAX),
        }


TOPICS: tuple[Topic, ...] = (
    Topic(
        "loans",
        (
            loans.LoanOverdue, loans.PaymentReceived, loans.PaymentReversed, loans.PlanSigned, loans.PlanBroken,
            loans.DisputeOpened, loans.DisputeClosed, loans.HoldSet, loans.HoldLifted, loans.DetailsCorrected,
            loans.LoanClosed,
        ),
        ("bank",), ("notifier",),
    ),
    Topic("visits", (visits.VisitRequested, visits.VisitWithdrawn), ("notifier",), ("scheduler",)),
    Topic("text-requests", (texts.TextRequested, texts.TextWithdrawn), ("scheduler",), ("notifier",)),
    Topic(
        "texts",
        (
            texts.TextIntended, texts.TextDeferred, texts.TextRefused, texts.TextSent, texts.TextDelivered,
            texts.TextFailed, texts.TextUncertain,
        ),
        ("notifier",), ("scheduler", "console"),
    ),
    Topic("replies", (texts.ReplyUnderstood,), ("notifier",), ("scheduler",)),
    Topic(
        "appointments",
        (
            appointments.AppointmentOffered, appointments.AppointmentAgreed, appointments.AppointmentNoticed,
            appointments.AppointmentPermitted, appointments.AppointmentMoved, appointments.AppointmentHeld,
            appointments.AppointmentCancelled, appointments.AppointmentExpired, appointments.AppointmentKept,
            appointments.AppointmentMissed,
        ),
        ("scheduler",), ("notifier", "crew-app", "console"),
    ),
    Topic(
        "routing",
        (routing.SlotsAsked, routing.BookingMade, routing.BookingCancelled),
        ("scheduler",), ("router",), key="region",
    ),
    Topic(
        "fleet",
        (
            fleet.CollectorRegistered, fleet.CollectorCertified, fleet.ShiftPlanned, fleet.PositionReported,
            fleet.CollectorUnavailable, fleet.CertificateRevoked, fleet.CollectorDeregistered,
        ),
        ("staff-system", "crew-app"), ("router",), key="region",
    ),
    Topic(
        "assignments",
        (
            routing.SlotsQuoted, routing.CrewAssigned, routing.CrewChanged, routing.CrewUnassigned,
            routing.PlanRevised, routing.PlanChanged,
        ),
        ("router",), ("scheduler", "console", "crew-app"),
    ),
    Topic(
        "outcomes",
        (
            outcomes.CrewDeparted, outcomes.CrewDelayed, outcomes.CrewArrived, outcomes.VisitEnded,
            outcomes.ComplaintRaised,
        ),
        ("crew-app",), ("notifier", "scheduler", "router"),
    ),
    Topic(
        "switches", (switches.SwitchStopped, switches.SwitchResumed), ("console",),
        ("notifier", "scheduler", "router"), key="scope", cleanup="compact",
    ),
    Topic(
        "operations",
        (
            operations.ReplayAsked, operations.QueuedEventDiscarded, operations.LetterReturned,
            operations.LetterDiscarded, operations.BacklogSetAside, operations.RefusedRetried,
            operations.RefusedDropped, operations.HoldReleased,
            operations.TextDoubtSettled, operations.ReplyJudged, operations.ReplyRevealed,
            operations.ReplyTaught, operations.PersonForgotten,
        ),
        ("console",), ("notifier", "scheduler", "router"), key="service",
    ),
    Topic(
        "erasures", (erasures.KeyErased,), ("notifier",), ("notifier", "scheduler", "router"), key="data-key",
        cleanup="compact",  # read whole at each start: what a restored database does not know any more
    ),
    Topic(
        "dead-letters", (dead_letters.DeadLetter,), ("any",), ("console",), key="origin",
        bytes_max=BROKER_BYTES_MAX,  # a letter holds the refused record, however large it was
    ),
)  # fmt: skip

BY_NAME: dict[str, Topic] = {topic.name: topic for topic in TOPICS}


@cache
def type_name(event: type[Event]) -> str:
    """`doorstep.loan.overdue.v1` of `LoanOverdue`."""
    return str(event.model_fields["type"].default)


BY_TYPE: dict[str, type[Event]] = {type_name(event): event for topic in TOPICS for event in topic.events}
