"""The services' own tables are held against the log and the carrier's file: spoil one thing, and it is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.verifier.checks.table_consistency import DECIDES, _concerns
from services.verifier.history import History
from services.verifier.tables import ServiceTables, Tables, TextRow, Versions
from services.verifier.verify import judge

from .recorded_run import CASE, END, RecordedRun, flawless

Spoil = Callable[[Tables], Tables]


def tables_of(run: RecordedRun) -> Tables:
    """What three services without a flaw have in their tables when this run is at rest."""
    history = History(run.records, run.twin, run.sent, run.ended)
    books = {}
    for service, topics in DECIDES.items():
        mine = [
            fact for fact in history.facts
            if fact.kind.startswith(topics.get(fact.raw.topic, ("?",))) and _concerns(service, fact)
        ]  # fmt: skip
        heard = {(fact.type, fact.id): 1 for fact in mine}
        versions = {CASE: Versions(len(heard), 1, len(heard), len(heard))}
        books[service] = ServiceTables(versions, heard, {"outbox": 0, "intake": 0, "parked": 0})
    texts = {row.text("intent"): TextRow(CASE, "reminder-early", "delivered", row.text("sid")) for row in history.posts}
    positions = {
        (fact.case, str(fact.get("collector"))): datetime.fromisoformat(str(fact.get("at")))
        for fact in history.all("position.reported")
    }
    return Tables(books, texts, positions=positions)


def codes(run: RecordedRun, tables: Tables) -> list[str]:
    verdict = judge(run.records, run.twin, run.sent, run.ended, tables)
    return sorted({finding.code for finding in verdict.findings})


def with_book(tables: Tables, service: str, **changes: object) -> Tables:
    return replace(tables, books={**tables.books, service: replace(tables.books[service], **changes)})  # type: ignore[arg-type]


def test_sound_tables_have_no_findings() -> None:
    run = flawless()
    tables = tables_of(run)
    assert all(book.heard for book in tables.books.values())
    assert codes(run, tables) == []


@pytest.mark.parametrize("service", DECIDES)
def test_an_event_that_a_service_never_decided_on_is_lost(service: str) -> None:
    run = flawless()
    tables = tables_of(run)
    heard = dict(list(tables.books[service].heard.items())[1:])
    assert codes(run, with_book(tables, service, heard=heard)) == ["event-never-decided"]


def test_an_event_that_was_decided_on_twice_is_doubled() -> None:
    run = flawless()
    tables = tables_of(run)
    heard = dict.fromkeys(tables.books["scheduler"].heard, 2)
    assert codes(run, with_book(tables, "scheduler", heard=heard)) == ["event-decided-twice"]


@pytest.mark.parametrize(
    "seen", [Versions(4, 1, 5, 5), Versions(5, 1, 5, 4), Versions(4, 2, 5, 5), Versions(0, 0, 0, 3)]
)
def test_versions_that_do_not_follow_each_other_are_found(seen: Versions) -> None:
    run = flawless()
    assert codes(run, with_book(tables_of(run), "notifier", versions={CASE: seen})) == ["versions-with-a-gap"]


def test_rows_that_nobody_worked_off_are_found() -> None:
    run = flawless()
    assert codes(run, with_book(tables_of(run), "router", left={"outbox": 0, "timers_overdue": 1})) == ["left-undone"]


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("claimed", ["text-left-open", "text-may-be-posted-again"]), ("withdrawn", ["text-may-be-posted-again"]),
        ("rejected", ["text-may-be-posted-again"]), ("posting", ["text-left-open"]), ("uncertain", []),
    ],
)  # fmt: skip
def test_a_text_that_the_carrier_has_is_known_to_be_posted(status: str, found: list[str]) -> None:
    run = flawless()
    tables = tables_of(run)
    texts = {intent: replace(row, status=status) for intent, row in tables.texts.items()}
    assert codes(run, replace(tables, texts=texts)) == found


def test_a_text_has_one_name_at_the_carriers() -> None:
    run = flawless()
    tables = tables_of(run)
    texts = {intent: replace(row, sid="SM-of-another") for intent, row in tables.texts.items()}
    assert codes(run, replace(tables, texts=texts)) == ["text-under-two-names"]
    assert codes(run, replace(tables, texts={})) == ["text-may-be-posted-again"]


def seen(run: RecordedRun, at: datetime) -> None:
    run.event("position.reported", at, "porto", collector="c-1", at=at.isoformat())


def test_the_newest_position_of_a_collector_is_kept_until_it_is_old() -> None:
    run = flawless()
    for ago in (timedelta(hours=3), timedelta(hours=1), timedelta(hours=2)):
        seen(run, END - ago)
    newest = {("porto", "c-1"): END - timedelta(hours=1)}
    tables = tables_of(run)
    assert codes(run, replace(tables, positions=newest)) == []
    assert codes(run, replace(tables, positions={("porto", "c-1"): END - timedelta(hours=2)})) == ["position-not-kept"]
    assert codes(run, replace(tables, positions={})) == ["position-not-kept"]


def test_a_position_of_days_ago_may_be_gone() -> None:
    run = flawless()
    seen(run, END - timedelta(days=2))
    assert codes(run, replace(tables_of(run), positions={})) == []


def test_a_position_that_a_former_version_decided_on_stands_in_its_history() -> None:
    run = flawless()
    seen(run, END - timedelta(hours=1))
    (fact,) = History(run.records, run.twin, run.sent, run.ended).all("position.reported")
    tables = tables_of(run)
    heard = {**tables.books["router"].heard, (fact.type, fact.id): 1}
    assert codes(run, replace(with_book(tables, "router", heard=heard), positions={})) == []
