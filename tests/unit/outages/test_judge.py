"""The campaign's own judge: a row that is not said, not over, loses or doubles is reported, whatever else is fine."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from services.verifier.verdict import Breach
from tests.outages.account import PostedText, account_of
from tests.outages.judge import Result, judged
from tests.outages.options import parse
from tests.outages.proof import record_of
from tests.outages.row import Notice, Row, Seen
from tests.outages.rows import ROWS
from tests.outages.table import document, show, write
from tests.outages.trial import Trial

SAID = (Notice(3.0, "ready:database", "notifier: no answer"),)


async def nothing(_: Trial) -> None:
    """These rows are only judged."""


def row(**more: Any) -> Row:
    given: dict[str, Any] = {"name": "database-away", "what": "it is away", "do": nothing, "said": ("ready:database",)}
    return Row(**given | more)


def seen(**more: Any) -> Seen:
    given: dict[str, Any] = {"notices": SAID, "recovered_s": 2.0, "seconds": 9.0}
    return Seen(**given | more)


def test_what_is_said_over_and_whole_holds() -> None:
    result = judged(row(), seen())
    assert (result.word, result.said_by, result.said_s, result.problems) == ("held", "ready:database", 3.0, ())


@pytest.mark.parametrize(
    ("planted", "problem"),
    [
        ({"doubled": ["case-1: 2 texts posted, 1 due"]}, "doubled: case-1: 2 texts posted, 1 due"),
        ({"lost": ["case-1: 0 of 1 texts posted"]}, "lost: case-1: 0 of 1 texts posted"),
        ({"notices": ()}, "nobody said ready:database; heard: nothing"),
        ({"notices": (Notice(1.0, "ready:kafka"),)}, "nobody said ready:database; heard: ready:kafka"),
        ({"notices": (Notice(21.0, "ready:database"),)}, "said after 21.0 s, at most 20"),
        ({"recovered_s": None}, "not over 60 s after the outage's end"),
        ({"recovered_s": 61.0}, "over after 61.0 s, at most 60"),
        ({"recovered_by": "a restart"}, "over by a restart, should be by alone"),
        ({"trouble": "TimeoutError"}, "could not be carried out to its end: TimeoutError"),
        ({"wrong": ["texts went out while the clock was wrong"]}, "texts went out while the clock was wrong"),
    ],
)
def test_each_of_these_alone_breaks_a_row(planted: dict[str, Any], problem: str) -> None:
    result = judged(row(), seen(**planted))
    assert (result.word, result.problems, result.fails) == ("BROKEN", (problem,), True)


def test_the_first_who_says_it_counts_and_words_are_looked_for_in_sentences_only() -> None:
    notices = (Notice(1.0, "supervisor", "kafka was ended"), Notice(2.0, "supervisor", "postgres was ended by SIGQUIT"))
    assert judged(row(said=("supervisor:postgres",)), seen(notices=notices)).said_s == 2.0
    assert judged(row(said=("supervisor:notifier",)), seen(notices=notices)).word == "BROKEN"


def test_a_command_that_ends_it_must_have_been_named_by_what_was_said() -> None:
    by = {"by": "./doorstep dlq set-aside"}
    named = (Notice(1.0, "ready:database", "notifier: garbage. Let it go: ./doorstep dlq set-aside loans --up-to now"),)
    over = {"recovered_by": "./doorstep dlq set-aside"}
    assert judged(row(**by), seen(notices=named, **over)).word == "held"
    assert judged(row(**by), seen(**over)).problems == ("nobody named the command that ends it",)


def test_what_can_t_hold_yet_fails_without_failing_the_campaign_and_may_not_stay_marked_when_it_holds() -> None:
    marked = row(not_yet="nobody counts the places")
    failing = judged(marked, seen(recovered_s=None))
    assert (failing.word, failing.fails, failing.problems[0]) == ("not yet", False, "nobody counts the places")
    assert judged(marked, seen()).fails


def test_what_this_machine_can_t_do_is_skipped_and_said() -> None:
    result = judged(row(), Seen(skipped="only root may mount a disk"))
    assert (result.word, result.fails, result.problems) == ("skipped", False, ("only root may mount a disk",))


def test_a_text_that_the_carrier_has_twice_is_doubled_and_one_that_it_lacks_is_lost() -> None:
    posted = [PostedText("a", "i1"), PostedText("b", "i2"), PostedText("b", "i2")]
    account = account_of({"a": 1, "b": 1, "c": 1}, posted, ())
    assert account.lost == ("c: 0 of 1 texts posted",)
    assert account.doubled == ("b: 2 texts posted, 1 due", "text i2 was posted 2 times")


def test_a_second_text_under_another_intent_is_doubled_too_and_none_may_go_where_none_is_due() -> None:
    posted = [PostedText("a", "i1"), PostedText("a", "i2"), PostedText("asleep", "i3")]
    assert account_of({"a": 1, "asleep": 0}, posted, ()).doubled == (
        "a: 2 texts posted, 1 due", "asleep: 1 texts posted, 0 due",
    )  # fmt: skip


def test_what_the_verifier_finds_counts_by_its_kind() -> None:
    findings = [
        Breach("lost", "reply-unread", "person-1", "nobody read it"),
        Breach("doubled", "event-decided-twice", "a", "twice"),
        Breach("after-stop", "text-after-stop", "b", "went out"),
    ]
    account = account_of({}, (), findings)
    assert [len(account.lost), len(account.doubled), len(account.wrong)] == [1, 1, 1]


def results() -> list[Result]:
    return [judged(row(name="one"), seen()), judged(row(name="two"), seen(doubled=["case-1: 2 texts posted, 1 due"]))]


def test_the_table_says_which_row_broke_and_why(tmp_path: Path) -> None:
    console = Console(width=130)
    with console.capture() as shown:
        show(console, results())
    assert "two: doubled: case-1: 2 texts posted, 1 due" in shown.get()
    assert "1 held, 1 BROKEN" in shown.get()
    write(tmp_path / "table.json", results(), 12.34)
    told = json.loads((tmp_path / "table.json").read_text())
    assert (told["fine"], told["seconds"], [each["word"] for each in told["rows"]]) == (False, 12.3, ["held", "BROKEN"])
    assert document(results()[:1], 1.0)["fine"]


def test_the_record_that_is_kept_names_the_row_that_broke() -> None:
    record = record_of(results(), len(ROWS), datetime(2026, 11, 29, tzinfo=UTC), 12.3, stopped=False)
    assert (record.kind, record.verdict, record.count, record.figures["doubled"]) == ("outages", "broken", 2, 1)
    assert [(each.rule, each.what) for each in record.broken] == [("two", "doubled: case-1: 2 texts posted, 1 due")]
    assert [each.name for each in record.never] == ["two"]


def test_rows_have_names_of_their_own_and_a_bound_that_leaves_room_for_what_they_promise() -> None:
    assert len({each.name for each in ROWS}) == len(ROWS)
    assert [each.name for each in ROWS if each.bound_s < each.recovers_within_s + each.said_within_s] == []


def test_a_row_that_is_not_there_is_refused_before_anything_runs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(["--row", "nothing"], ["one"])
    assert ended.value.code == 2
    assert "there is no row nothing" in capsys.readouterr().err
