"""Who rings has the papers for it that day, is on shift and not away, by the newest word of the staff system.

Of two words about the same thing the one about the later time counts: a certificate that begins on the same day, a
shift of the same name, an absence of the same name (without one: of the same beginning).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ..history import History
from ..topic_events import TopicEvent
from ..verdict import Breach

NEEDED = ("communication", "law", "psychology")
CREW = 2
HEARD_WITHIN = timedelta(minutes=10)
"""A crew that leaves this soon after a correction could not be told."""
SAID = (
    "collector.certified", "certificate.revoked", "shift.planned", "collector.unavailable", "collector.registered",
    "collector.deregistered",
)  # fmt: skip


def check(history: History) -> Iterator[Breach]:
    said: defaultdict[str, list[TopicEvent]] = defaultdict(list)
    for fact in sorted(history.all(*SAID), key=lambda each: (each.at, each.raw.partition, each.raw.offset)):
        said[str(fact.get("collector"))].append(fact)
    if not said:
        return  # a world without a staff system
    windows = {str(fact.get("booking")): _span(fact, "window") for fact in history.all("appointment.permitted")}
    for visit in history.all("crew.departed"):
        window = windows.get(str(visit.get("booking")), (visit.at, visit.at))
        zone = ZoneInfo(history.zone_of.get(visit.case, "UTC"))
        crew = [str(one) for one in visit.get("crew") or ()]
        if len(set(crew)) < CREW:
            yield _finding(visit, f"a crew of {len(set(crew))}")
        for collector in crew:
            known = [fact for fact in said[collector] if history.known_at(fact) <= visit.at - HEARD_WITHIN]
            why = _unfit(known, window, window[0].astimezone(zone).date())
            if why is not None:
                yield _finding(visit, f"{collector} {why}")


def _finding(visit: TopicEvent, why: str) -> Breach:
    return Breach("unlawful-crew", "crew-without-papers", visit.case, f"{visit.get('booking')}: {why}")


def _unfit(said: list[TopicEvent], window: tuple[datetime, datetime], today: date) -> str | None:
    """Why somebody can't be there in this window; None when they can. A shift may begin or end within it."""
    begins, ends = window
    if said and [fact.kind for fact in said if fact.kind.endswith("registered")][-1:] == ["collector.deregistered"]:
        return "does not work here any more"
    for certificate in NEEDED:
        if not _certified([fact for fact in said if fact.get("certificate") == certificate], today):
            return f"had no {certificate} certificate on {today}"
    shifts = {fact.get("shift"): _span(fact) for fact in said if fact.kind == "shift.planned"}
    if not any(start <= ends and begins < end for start, end in shifts.values() if start < end):
        return "was not on shift"
    away = {
        fact.get("absence") or fact.get("start"): _span(fact) for fact in said if fact.kind == "collector.unavailable"
    }
    return "was away" if any(start <= begins and ends <= end for start, end in away.values() if start < end) else None


def _certified(said: list[TopicEvent], today: date) -> bool:
    spells: dict[object, TopicEvent] = {}
    revoked: list[date] = []
    for fact in said:
        if fact.kind == "collector.certified":
            spells[fact.get("valid_from")] = fact
            revoked = [each for each in revoked if each > date.fromisoformat(str(fact.get("valid_from")))]
        else:
            revoked.append(date.fromisoformat(str(fact.get("revoked_from"))))
    if any(each <= today for each in revoked):
        return False
    return any(
        date.fromisoformat(str(fact.get("valid_from"))) <= today <= date.fromisoformat(str(fact.get("valid_to")))
        for fact in spells.values()
    )


def _span(fact: TopicEvent, *path: str) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(str(fact.get(*path, "start"))), datetime.fromisoformat(str(fact.get(*path, "end")))
