"""What the first screen says, at the widths of a narrow and a wide terminal, whatever stands in the rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest
from rich.cells import cell_len
from rich.text import Text

from services.console.cli.top import lines
from services.console.cli.top.case_lines import case_head, life_lines
from services.console.cli.top.freshness import Freshness
from services.console.cli.top.picture import LISTED_MAX, MoreOfAKind, TopPicture, picture
from services.console.cli.top.tones import COLOURS, KINDS, SHAPES
from services.console.unseen import UNSEEN
from services.console.views.needs_a_person import Need, NeedKind
from services.console.views.verdicts import Tone

from .samples import (
    HOSTILE,
    NOON,
    READ_MAX,
    case_seen,
    held,
    lag,
    process,
    processes,
    reply,
    waiting,
    work,
)

WIDTHS = (80, 120)
FRESH = Freshness(NOON)
PARKED = {"service": "notifier", "aggregate": HOSTILE, "since": NOON, "code": HOSTILE, "detail": HOSTILE, "queued": 1}


def shown(**given: Any) -> TopPicture:
    parts: dict[str, Any] = {"work": work(), "held": held(), "processes": processes(), "lag": lag()} | given
    return picture(**parts, real_now=NOON, read_max=READ_MAX)


def everything(seen: TopPicture, width: int, fresh: Freshness = FRESH) -> list[Text]:
    return [
        lines.head("demo", seen, fresh, NOON, width),
        *lines.verdict_lines(seen.verdicts, width),
        lines.waits_line(seen, fresh, NOON, width),
        lines.list_title(seen, fresh, NOON, width),
        *(lines.need_line(need, seen.now, width) for need in seen.needs),
        *(line for need in seen.needs for line in lines.need_detail(need, width)),
    ]


def needs_of(seen: TopPicture) -> list[Need]:
    return [need for need in seen.needs if isinstance(need, Need)]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    bad = process("notifier", ok=False, why="so much is wrong with it " * 9)
    seen = shown(processes=processes(bad), work=work(replies=[reply("case-" + "9" * 70, why="why " * 90)]))
    assert [line.plain for line in everything(seen, width) if cell_len(line.plain) > width] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_what_came_from_outside_is_text_and_nothing_else(width: int) -> None:
    seen = shown(
        work=work(replies=[reply(HOSTILE, why=HOSTILE)], parked=[PARKED]),
        processes=processes(process("notifier", ok=False, why=HOSTILE)),
    )
    case = case_seen(HOSTILE, why=HOSTILE, parked=[PARKED | {"attempts": 1, "replay": False}])
    found = [*everything(seen, width, FRESH.failed(HOSTILE)), *case_head(case, width), *life_lines(case, width)]
    assert [line.plain for line in found if UNSEEN.search(line.plain)] == []
    assert any("[bold red]markup[/]" in line.plain for line in found)
    assert {str(span.style) for line in found for span in line.spans} & {"bold red", "@click=app.quit"} == set()


def test_each_state_has_a_word_and_a_shape_beside_its_colour() -> None:
    assert set(SHAPES) == set(COLOURS) == set(get_args(Tone))
    assert len(set(SHAPES.values())) == len(set(COLOURS.values())) == 3
    assert set(KINDS) == set(get_args(NeedKind))


def test_the_five_parts_are_judged() -> None:
    told = [line.plain.split()[:3] for line in lines.verdict_lines(shown().verdicts, 80)]
    assert told == [
        ["●", "notifier", "works"], ["●", "scheduler", "works"], ["●", "router", "works"],
        ["●", "carrier", "quiet"], ["●", "monitor", "counts"],
    ]  # fmt: skip


def test_under_one_that_is_not_ready_stands_what_helps() -> None:
    seen = shown(processes=processes(process("notifier", ok=False), process("scheduler"), process("router")))
    told = [line.plain.strip() for line in lines.verdict_lines(seen.verdicts, 80)]
    assert told[0].split() == "■ notifier not ready kafka: no broker answers".split()
    assert told[1] == "Look whether Kafka runs."
    assert needs_of(seen)[0].kind == "process"


def test_no_work_waits_for_what_only_watches() -> None:
    bad = [process(name, ok=False) for name in ("monitor", "console", "router-2")]
    assert [need.title for need in needs_of(shown(processes=processes(*bad)))][:1] == ["router-2 is not ready"]
    assert len([need for need in needs_of(shown(processes=processes(*bad))) if need.kind == "process"]) == 1


def test_one_replica_that_is_not_ready_is_named() -> None:
    seen = shown(processes=processes(process("notifier"), process("notifier-2", ok=False)))
    assert seen.verdicts[0].why == "notifier-2, kafka: no broker answers"


def test_one_that_died_says_how_it_ended() -> None:
    dead = process("router", ok=False, waiting_for={}, problems=[], state="dead", last_end="ended with 78")
    assert shown(processes=processes(dead)).verdicts[2].why == "dead: ended with 78"


def test_what_the_notifier_says_of_the_carrier_is_the_carriers_verdict() -> None:
    told = {"cause": "carrier", "of": "", "sentence": "it refuses our account", "todo": "Check the account."}
    seen = shown(processes=processes(process("notifier", ok=False, problems=[told])))
    assert (seen.verdicts[3].word, seen.verdicts[3].why) == ("refuses", "it refuses our account")


def test_each_text_is_counted_once_by_what_became_of_it() -> None:
    moved = [
        {"status": status, "texts": texts, "opted_out": 0}
        for status, texts in (("delivered", 8), ("sent", 1), ("uncertain", 1))
    ]
    seen = shown(work=work(moved=moved, virtual=True))
    assert (seen.verdicts[3].word, seen.verdicts[3].tone) == ("uneven", "wait")
    assert seen.verdicts[3].why == "9 sent, 0 failed, 1 in doubt in 60 min of the sandbox's clock"


def test_before_anything_was_read_nothing_is_claimed() -> None:
    seen = picture(None, None, None, None, real_now=NOON, read_max=READ_MAX)
    assert {verdict.word for verdict in seen.verdicts} == {"unknown", "none"}
    assert (seen.now, seen.lag, seen.needs) == (None, "not read yet", ())
    assert everything(seen, 80, Freshness())[0].plain.endswith("being read")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_line_of_the_list_tells_what_it_is_about_whom_and_how_long(width: int) -> None:
    (need,) = shown().needs
    told = lines.need_line(need, NOON, width)
    assert told.plain.split() == "■ reply a reply that nobody understood case-00012 1 h".split()
    assert told.cell_len == width


def test_it_says_how_old_what_it_shows_is_and_when_it_is_stale() -> None:
    seen, later = shown(), NOON + timedelta(minutes=2)
    assert lines.head("demo", seen, FRESH, NOON, 80).plain.endswith("0 s old")
    gone = lines.head("demo", seen, FRESH.failed("PostgreSQL can't be reached"), later, 80).plain
    assert gone.endswith("■ stale since 12:00:00 UTC (2 min): PostgreSQL can't be reached")
    long = lines.head("demo", seen, FRESH.failed("PostgreSQL " * 20), later, 80).plain
    assert (long.startswith("Doorstep"), long.endswith("…")) == (True, True)
    lagging = lines.waits_line(seen, FRESH.failed("Kafka can't be reached"), later, 80).plain
    assert lagging.strip() == "▲ lag stale since 12:00:00 UTC (2 min): Kafka can't be reached"


def test_a_world_of_its_own_time_says_so() -> None:
    assert "virtual" not in lines.head("up", shown(), FRESH, NOON, 80).plain
    seen = replace(shown(), now=NOON + timedelta(days=90))
    assert "2027-01-31 12:00 UTC, virtual time" in lines.head("demo", seen, FRESH, NOON, 80).plain


def test_lag_is_told_as_events_and_as_a_time() -> None:
    assert shown().lag == "none"
    assert shown(lag=lag(1)).lag == "1 event to read, the oldest for 2 min: slots, router"
    assert shown(lag=lag(1200)).lag.startswith("1,200 events to read")
    assert shown(lag=lag(9, *[9] * 6)).verdicts[2].word == "falls behind"


def test_the_oldest_that_waits_is_told_whatever_its_place() -> None:
    seen = shown(held=held(("dispute", 4), ("promise", 11)))
    told = lines.waits_line(seen, FRESH, NOON, 80).plain
    assert told.endswith("oldest that waits  9 d, held")


def test_what_ends_by_itself_is_counted_beside_the_list() -> None:
    seen = shown(held=held(("dispute", 4), ("promise", 11)))
    told = lines.list_title(seen, FRESH, NOON, 80).plain
    assert told.startswith("Needs a person: 5 ")
    assert told.endswith("11 held end by themselves")
    empty = shown(work=work(replies=[]))
    assert lines.list_title(empty, FRESH, NOON, 80).plain.strip() == "Nothing needs a person"


def test_held_cases_that_were_not_counted_are_said_to_be() -> None:
    told = lines.list_title(shown(), Freshness().failed("it takes longer than 2 s"), NOON, 80).plain
    assert told.endswith("held cases not read yet: it takes longer than 2 s")


def test_hundreds_of_one_kind_hide_nothing_else() -> None:
    replies = [reply(f"case-{number}") for number in range(READ_MAX)]
    seen = shown(work=work(replies=replies), held=held(("dispute", 1)))
    assert len(seen.needs) == LISTED_MAX + 2
    assert seen.needs[LISTED_MAX] == MoreOfAKind("reply", READ_MAX - LISTED_MAX, True)
    assert lines.need_line(seen.needs[LISTED_MAX], NOON, 80).plain.strip() == "and 80 or more others like that"


def test_what_is_chosen_tells_why_the_harm_and_the_command() -> None:
    told = [line.plain for line in lines.need_detail(shown().needs[0], 80)]
    assert told == [
        "kept for a person to read [not-understood]",
        "it may be an opt-out or a call for help, and the case may wait for it",
        "$ ./doorstep replies show 1a2b3c4d --reason WHY",
    ]
    assert lines.need_detail(None, 80) == []


def test_set_aside_cases_are_no_service_that_is_not_ready() -> None:
    seen = shown(work=work(waiting=waiting(parked=2)))
    assert [verdict.word for verdict in seen.verdicts[:3]] == ["works"] * 3


def test_how_much_there_is_of_each_kind_stands_beside_the_title_as_far_as_there_is_room() -> None:
    seen = shown(held=held(("dispute", 4), ("promise", 11)))
    counts = " ".join(f"{KINDS[kind][1]} {count}" for kind, count in seen.of_kinds)
    assert sum(count for _, count in seen.of_kinds) == seen.waits
    assert " ".join(lines.list_title(seen, FRESH, NOON, 160).plain.split()[4:]).startswith(counts)
    assert "…" not in lines.list_title(seen, FRESH, NOON, 60).plain
