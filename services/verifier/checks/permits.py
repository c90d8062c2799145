"""No crew sets out without a permit, and no permit without a notice that the carrier delivered a day ahead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from ..history import History
from ..topic_events import TopicEvent
from ..verdict import Breach
from .handovers import APPOINTMENTS

LEAD = timedelta(hours=24)
PERMITTED = "appointment.permitted"


def check(history: History) -> Iterator[Breach]:
    stages = defaultdict(list)
    for fact in sorted(history.all(*APPOINTMENTS), key=lambda each: (each.raw.partition, each.raw.offset)):
        stages[str(fact.get("visit"))].append(fact)
    departed = {str(fact.get("booking")): fact.at for fact in history.all("crew.departed")}
    delivered = _delivered(history)
    for report in history.all("crew.departed", "crew.arrived", "visit.ended"):
        booking = str(report.get("booking"))
        left = departed.get(booking, report.at)
        permit = _permit(stages[str(report.get("visit"))], booking, left)
        why = _without(history, report, permit, delivered) if permit else "no permit was in force"
        if why is not None:
            yield Breach("visit-without-notice", f"{report.kind}-without-notice", report.case, f"{booking}: {why}")
    yield from _outside(history, stages)
    yield from _crews(history)


def _permit(stages: list[TopicEvent], booking: str, left: datetime) -> TopicEvent | None:
    """The permit in force when the crew left: the last word on the visit before that moment is a permit for it.

    What was said in the very moment of leaving could not be known yet.
    """
    known = [stage for stage in stages if stage.at < left or (stage.at == left and stage.kind == PERMITTED)]
    last = known[-1] if known else None
    return last if last is not None and last.kind == PERMITTED and str(last.get("booking")) == booking else None


def _delivered(history: History) -> dict[str, datetime]:
    """Intent → when the carrier first had it delivered, by the carrier's own file."""
    found: dict[str, datetime] = {}
    for row in history.rows("status"):
        if row.text("status") == "delivered":
            found.setdefault(row.text("intent"), row.virtual)
    return found


def _without(history: History, report: TopicEvent, permit: TopicEvent, delivered: dict[str, datetime]) -> str | None:
    """What is wrong with the permit that `report` rests on; None when nothing is."""
    crew = sorted(permit.get("crew") or ())
    if sorted(report.get("crew") or ()) != crew:
        return f"{', '.join(report.get('crew') or ())} went; {', '.join(crew)} had the permit"
    start = datetime.fromisoformat(str(permit.get("window", "start")))
    notices = [
        fact
        for fact in history.all("text.requested")
        if fact.get("kind") == "notice"
        and fact.get("visit") == permit.get("visit")
        and fact.get("appointment_version") == permit.get("version")
    ]
    if not notices:
        return f"no notice was asked for version {permit.get('version')}"
    for notice in notices:
        named = sorted(str(member.get("collector")) for member in notice.get("wording", "crew") or ())
        at = delivered.get(str(notice.get("intent")))
        same_window = notice.get("wording", "window", "start") == permit.get("window", "start")
        if at is not None and at <= start - LEAD and named == crew and same_window:
            return None
    return "the carrier never delivered a notice of this crew and window a day ahead"


def _outside(history: History, stages: dict[str, list[TopicEvent]]) -> Iterator[Breach]:
    """A crew rings in the window that was agreed."""
    for report in history.all("crew.arrived"):
        permits = [each for each in stages[str(report.get("visit"))] if each.get("booking") == report.get("booking")]
        windows = [each.get("window") for each in permits if each.kind == PERMITTED]
        if windows:
            start, end = (datetime.fromisoformat(str(windows[-1][edge])) for edge in ("start", "end"))
            if not start <= report.at <= end:
                why = f"{report.get('booking')}: arrived {report.at:%Y-%m-%d %H:%M}, agreed was {windows[-1]['local']}"
                yield Breach("visit-without-notice", "arrived-outside-the-window", report.case, why)


def _crews(history: History) -> Iterator[Breach]:
    """Who goes is who router last said would go."""
    crews = history.all("crew.assigned", "crew.changed")
    for visit in history.all("crew.departed"):
        booked = [fact for fact in crews if fact.get("booking") == visit.get("booking") and fact.at < visit.at]
        newest = max(booked, key=lambda fact: int(fact.get("version") or 0), default=None)
        named = sorted(str(member.get("collector")) for member in (newest.get("crew") or ())) if newest else []
        went = sorted(visit.get("crew") or ())
        if named != went:
            why = f"{visit.get('booking')}: {', '.join(went)} went; router sent {', '.join(named) or 'nobody'}"
            yield Breach("visit-without-notice", "crew-nobody-sent", visit.case, why)
