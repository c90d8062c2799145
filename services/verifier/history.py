"""Everything that is known of a run, put in order: who is who, which text is whose, what went out when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from .journals import JournalRow
from .tables import Tables
from .topic_events import Raw, TopicEvent, once, read_fact

NEVER = datetime.max.replace(tzinfo=UTC)
FATES = ("text.sent", "text.delivered", "text.failed", "text.uncertain", "text.refused")


@dataclass(frozen=True, slots=True)
class AnnouncedText:
    """One intent, as notifier announced it."""

    intent: str
    case: str
    kind: str
    at: datetime
    visit: str | None
    version: int
    pack: str = ""


class History:
    """`ended` is the world's time when the run was over; it tells what may still be waited for.

    `tables` are the services' own, where they were read.
    """

    def __init__(
        self,
        records: Iterable[Raw],
        twin: Sequence[JournalRow],
        sent: Sequence[JournalRow],
        ended: datetime | None = None,
        tables: Tables | None = None,
    ) -> None:
        self.tables = tables
        self.records = list(records)
        self.twin, self.sent = twin, sent
        self.poison = {_place(row): row for row in sent if row.get("poison")}
        sound = (read_fact(raw) for raw in self.records if self.poison_of(raw) is None)
        self.facts, self.contradictions = once(fact for fact in sound if fact is not None)
        stamps = [row.virtual for row in (*twin, *sent)] or [fact.at for fact in self.facts]
        self.ended = ended or max(stamps, default=NEVER)
        self._by_kind: defaultdict[str, list[TopicEvent]] = defaultdict(list)
        for fact in self.facts:
            self._by_kind[fact.kind].append(fact)

    def poison_of(self, raw: Raw) -> JournalRow | None:
        """What the sender wrote down of this record, if it is poison: by where it lies, or by a key of its own."""
        return self.poison.get(raw.origin) or self.poison.get(f"{raw.topic}:{raw.key}")

    def known_at(self, fact: TopicEvent) -> datetime:
        """When it was said. An event may be about a time before."""
        return max(fact.at, self._sent_at.get((fact.raw.topic, fact.id), fact.at))

    def all(self, *kinds: str) -> list[TopicEvent]:
        """Facts of these kinds, each kind in the order of its topic."""
        return [fact for kind in kinds for fact in self._by_kind[kind]]

    def rows(self, kind: str) -> list[JournalRow]:
        return [row for row in self.twin if row.kind == kind]

    def is_recent(self, at: datetime, grace: timedelta) -> bool:
        """Too near the end to be sure that something is missing?"""
        return at > self.ended - grace

    @cached_property
    def cases(self) -> dict[str, TopicEvent]:
        """Case → its first overdue event."""
        found: dict[str, TopicEvent] = {}
        for fact in self.all("loan.overdue"):
            found.setdefault(fact.case, fact)
        return found

    @cached_property
    def borrower_of(self) -> dict[str, str]:
        """Case → borrower."""
        return {fact.case: str(fact.get("person", "borrower")) for fact in self.all("loan.overdue")}

    @cached_property
    def cases_of(self) -> dict[str, list[str]]:
        """Borrower → cases."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for case, borrower in self.borrower_of.items():
            found[borrower].append(case)
        return found

    @cached_property
    def borrower_at(self) -> dict[str, str]:
        """Hash of a phone → the borrower whose phone the bank says, or once said, it is."""
        said = self.all("loan.overdue", "loan.details-corrected")
        return {str(fact.get("person", "phone_hash")): str(fact.get("person", "borrower")) for fact in said}

    @cached_property
    def learned_at(self) -> dict[tuple[str, str], datetime]:
        """(Hash of a phone, borrower) → when the bank first said that it is theirs."""
        found: dict[tuple[str, str], datetime] = {}
        for fact in self.all("loan.overdue", "loan.details-corrected"):
            key = (str(fact.get("person", "phone_hash")), str(fact.get("person", "borrower")))
            found[key] = min(self.known_at(fact), found.get(key, NEVER))
        return found

    @cached_property
    def _sent_at(self) -> dict[tuple[str, str], datetime]:
        """Topic and id of an event → when its sender handed it in."""
        found: dict[tuple[str, str], datetime] = {}
        for row in self.sent:
            found.setdefault((row.text("topic"), row.text("id")), row.virtual)
        return found

    @cached_property
    def zone_of(self) -> dict[str, str]:
        """Case → the borrower's time zone."""
        return {fact.case: str(fact.get("person", "zone")) for fact in self.all("loan.overdue")}

    @cached_property
    def texts(self) -> dict[str, AnnouncedText]:
        """Intent → what was meant to be said, and to whom."""
        return {
            str(fact.get("intent")): AnnouncedText(
                intent=str(fact.get("intent")),
                case=fact.case,
                kind=str(fact.get("kind")),
                at=fact.at,
                visit=fact.get("visit"),
                version=int(fact.get("appointment_version") or 0),
                pack=fact.pack,
            )
            for fact in self.all("text.intended")
        }

    @cached_property
    def fates(self) -> dict[str, set[str]]:
        """Intent → what was said of it, e.g. `text.sent`."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for fact in self.all(*FATES, "text.deferred"):
            found[str(fact.get("intent"))].add(fact.kind)
        return found

    @cached_property
    def posts(self) -> list[JournalRow]:
        """Texts the carrier accepted."""
        return self.rows("post")

    @cached_property
    def by_case(self) -> dict[str, list[TopicEvent]]:
        """Case → everything said of it under its own key, in the order of time."""
        found: defaultdict[str, list[TopicEvent]] = defaultdict(list)
        for fact in self.facts:
            found[fact.case].append(fact)
        return {case: sorted(said, key=lambda fact: fact.at) for case, said in found.items()}


def _place(row: JournalRow) -> str:
    """Where a record that was written down lies; without that, its topic and key."""
    if row.get("offset") is None:
        return f"{row.text('topic')}:{row.text('key')}"
    return f"{row.text('topic')}:{row.get('partition')}:{row.get('offset')}"
