"""Each thing that somebody does to the world has one sentence of what came of it, or of why not."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Awaitable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.local.folder import Folder
from deploy.local.identity import Identity
from deploy.local.supervisor import write_state
from services.console.cli.world import goes
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.control.clock_acts import next_morning
from services.sandbox.control.processes import WorldProcesses
from services.sandbox.control.refusal import NotDone
from services.sandbox.twin.faults import QUIET
from services.sandbox.weather import ROUGH
from shared.contracts.loans import LoanOverdue, PaymentReceived

from ..driven_world import CASE, ENDS, ZONE, DrivenWorld, driven_world


@pytest.fixture
def world(tmp_path: Path) -> DrivenWorld:
    return driven_world(tmp_path)


async def refused(work: Awaitable[str]) -> str:
    with pytest.raises(NotDone) as caught:
        await work
    return caught.value.sentence


async def test_a_payment_is_missed_once_and_the_bank_says_how_late_it_is(world: DrivenWorld) -> None:
    said = await world.desk.missed(CASE, 70)
    (event,) = world.sandbox.out.events
    assert isinstance(event, LoanOverdue)
    assert event.data.due_since == BEGINS.date() - timedelta(days=70)
    assert said.startswith(f"{CASE} missed a payment 70 days ago")
    assert await refused(world.desk.missed(CASE, 1)) == f"{CASE} is overdue already."


async def test_who_has_paid_may_miss_the_next_payment(world: DrivenWorld) -> None:
    await world.desk.missed(CASE, 1)
    owed = world.sandbox.bank.accounts[CASE].outstanding_minor
    await world.desk.paid(CASE)
    assert "owes nothing" in await refused(world.desk.paid(CASE))
    await world.desk.missed(CASE, 1)
    assert world.sandbox.out.kinds(CASE) == ["loan.overdue", "loan.payment-received", "loan.overdue"]
    assert isinstance(world.sandbox.out.events[1], PaymentReceived)
    assert world.sandbox.bank.accounts[CASE].outstanding_minor == owed
    assert len({event.id for event in world.sandbox.out.events}) == 3


async def test_who_missed_a_payment_by_hand_does_not_enter_as_the_data_has_it_too(world: DrivenWorld) -> None:
    world.sandbox.bank.open()
    await world.desk.missed(CASE, 1)
    await world.sandbox.until(BEGINS + timedelta(days=14))
    assert world.sandbox.out.kinds(CASE).count("loan.overdue") == 1


@pytest.mark.parametrize("days", [0, 721, "1", True, None, 1.5])
async def test_what_is_no_number_of_days_is_refused(world: DrivenWorld, days: object) -> None:
    assert "1 to 720 days" in await refused(world.desk.missed(CASE, days))


async def test_an_unknown_customer_is_refused_as_unknown(world: DrivenWorld) -> None:
    for work in (world.desk.missed("c-9", 1), world.desk.paid("c-9"), world.desk.poisoned("c-9")):
        assert "no such customer" in await refused(work)
    with pytest.raises(NotDone) as caught:
        world.desk.phone("c-9")
    assert caught.value.code == 404


async def test_what_is_typed_goes_to_the_carrier_and_stands_on_the_phone(world: DrivenWorld) -> None:
    await world.holders.received(world.number, "Call +351 901 234 567 please", BEGINS)
    world.desk.typed(CASE, " Thursday, after lunch ")
    assert world.answered == [(world.number, "Thursday, after lunch", "person")]
    shown = world.desk.phone(CASE)
    assert [(each["by"], each["body"]) for each in shown["conversation"]] == [
        ("lender", "Call +351••••••567 please"), ("person", "Thursday, after lunch"),
    ]  # fmt: skip
    assert world.number not in str(shown)
    assert shown["number"] == f"{world.number[:4]}••••••{world.number[-3:]}"


@pytest.mark.parametrize("words", ["", "  ", "x" * 481, None, 5])
def test_what_is_no_text_is_refused(world: DrivenWorld, words: object) -> None:
    with pytest.raises(NotDone, match="1 to 480 letters"):
        world.desk.typed(CASE, words)


@pytest.mark.parametrize("words", ["a\x00b", "\x1b[31m"])
def test_what_no_phone_can_send_is_refused_with_why(world: DrivenWorld, words: str) -> None:
    with pytest.raises(NotDone, match="control characters"):
        world.desk.typed(CASE, words)


async def test_phones_held_by_hand_answer_nothing_by_themselves_and_are_all_reached(world: DrivenWorld) -> None:
    for borrower in world.sandbox.people:
        assert world.holders.line(borrower.phone).code is None
        await world.holders.received(borrower.phone, "1: Thu 11 Mar 10:00-12:00", BEGINS)
    assert (len(world.sandbox.agenda), world.answered) == (0, [])


async def test_whose_phone_moved_last_comes_first_with_what_waits_for_an_answer(world: DrivenWorld) -> None:
    others = [debt.case for borrower in world.sandbox.people for debt in borrower.debts if debt.case != CASE]
    later = world.sandbox.bank.accounts[others[0]].borrower.phone
    await world.holders.received(world.number, "one", BEGINS)
    await world.holders.received(later, "two", BEGINS + timedelta(hours=1))
    await world.holders.received(later, "three", BEGINS + timedelta(hours=2))
    rows = world.desk.customers("")["customers"]
    assert [(row["case"], row["waits"]) for row in rows[:2]] == [(others[0], 2), (CASE, 1)]
    assert world.desk.customers("00001")["found"] == 1


async def test_poison_is_about_a_case_that_is_known_or_about_nobody(world: DrivenWorld) -> None:
    assert "miss a payment first" in await refused(world.desk.poisoned(""))
    assert "owes nothing" in await refused(world.desk.poisoned(CASE))
    await world.desk.missed(CASE, 1)
    assert "names no zone" in await world.desk.poisoned(CASE)
    assert "no data" in await world.desk.poisoned("")
    assert [event.subject for event in world.poison.spoilt] == [CASE, CASE]


def test_the_carrier_is_as_rough_as_somebody_makes_it(world: DrivenWorld) -> None:
    assert "loses, doubles" in world.desk.weathered("rough")
    assert world.desk.faults.rates == ROUGH.carrier
    assert world.desk.faults.spells[0].begins > BEGINS
    with pytest.raises(NotDone, match="rough already"):
        world.desk.weathered("rough")
    assert "arrives once" in world.desk.weathered("fair")
    assert (world.desk.faults.rates, world.desk.faults.spells) == (QUIET, ())
    with pytest.raises(NotDone, match="fair or rough"):
        world.desk.weathered("stormy")


def test_the_clock_is_paused_let_go_sped_up_and_jumps(world: DrivenWorld) -> None:
    desk, pace = world.desk, world.desk.driver.pace
    assert "stands still" in desk.clock({"do": "pause"})
    with pytest.raises(NotDone, match="already"):
        desk.clock({"do": "pause"})
    assert "as the real one does" in desk.clock({"do": "go"})
    assert "60 times" in desk.clock({"do": "speed", "speed": 60})
    assert "Monday, 01 March, 11:00" in desk.clock({"do": "jump", "hours": 2})
    assert pace.ahead_to == BEGINS + timedelta(hours=2)
    assert "Tuesday, 02 March, 09:00" in desk.clock({"do": "jump", "to": "morning"})
    assert "next text" in desk.clock({"do": "jump", "to": "text"})


def test_as_fast_as_it_can_is_told_with_what_that_means_and_how_it_is_stopped(world: DrivenWorld) -> None:
    for asked in ({"do": "speed", "speed": 0}, {"do": "go"}):
        said = world.desk.clock(asked)
        assert "as fast as work gets done" in said
        assert "A month may pass within seconds; a pause stops it" in said
        world.desk.clock({"do": "pause"})
    assert "A month may" not in world.desk.clock({"do": "speed", "speed": 60})


def test_a_clock_that_outruns_answers_says_that_who_works_may_seem_silent(world: DrivenWorld) -> None:
    said = "half an hour, which a service waits for another's answer, passes within 0.06 s"
    world.desk.clock({"do": "pause"})
    assert said in world.desk.clock({"do": "speed", "speed": 30_000})
    assert said in goes(world.desk.state())
    assert said in world.desk.state()["outruns"]
    for slow in (0, 1, 60, 900):
        assert "half an hour" not in world.desk.clock({"do": "speed", "speed": slow})
        assert world.desk.state()["outruns"] == ""


@pytest.mark.parametrize("to", [{"hours": 2}, {"to": "morning"}, {"to": "text"}], ids=str)
def test_a_jump_says_how_the_clock_goes_on_afterwards(world: DrivenWorld, to: dict[str, Any]) -> None:
    world.desk.clock({"do": "speed", "speed": 60})
    assert world.desk.clock({"do": "jump", **to}).endswith("; from there it goes 60 times as fast as the real one.")
    world.desk.clock({"do": "speed", "speed": 0})
    assert "; from there it goes as fast as work gets done" in world.desk.clock({"do": "jump", **to})
    world.desk.clock({"do": "pause"})
    assert world.desk.clock({"do": "jump", **to}).endswith("; there it stands still again.")


def test_a_clock_that_stands_still_because_its_days_are_over_says_so(world: DrivenWorld) -> None:
    world.desk.clock({"do": "pause"})
    assert not world.desk.state()["over"]
    world.desk.driver.progress.now = ENDS
    assert world.desk.state()["over"]
    assert goes(world.desk.state()).startswith("stands still: the days that it was made for are over; ./doorstep world")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"do": "speed", "speed": 0}, "as fast as work gets done, from one moment to the next. A month may pass"),
        ({"do": "speed", "speed": 60}, "60 times as fast as the real one"),
        ({"do": "pause"}, "stands still"),
        ({"do": "jump", "to": "text"}, "jumps to the next text; then it goes as the real one does"),
        ({"do": "jump", "hours": 2}, "jumps ahead; then it goes as the real one does"),
    ],
)  # fmt: skip
def test_how_it_goes_is_shown_in_words(world: DrivenWorld, how: dict[str, Any], said: str) -> None:
    world.desk.clock(how)
    assert goes(world.desk.state()).startswith(said)


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"do": "back"}, {"do": "jump"}, {"do": "jump", "hours": 0}, {"do": "jump", "hours": -1},
        {"do": "jump", "hours": 1441}, {"do": "jump", "hours": True}, {"do": "jump", "to": "yesterday"},
        {"do": "speed"}, {"do": "speed", "speed": -1}, {"do": "speed", "speed": 1e7}, {"do": "speed", "speed": "1"},
        {"do": "speed", "speed": float("nan")}, {"do": "jump", "hours": float("inf")},
    ],
)  # fmt: skip
def test_what_no_clock_does_is_refused(world: DrivenWorld, asked: dict[str, Any]) -> None:
    with pytest.raises(NotDone):
        world.desk.clock(asked)


def test_the_next_morning_is_todays_before_nine_and_one_of_the_zone() -> None:
    early = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)  # the night in which summer time begins
    assert next_morning(early, ZONE) == datetime(2027, 3, 28, 8, 0, tzinfo=UTC)
    assert next_morning(datetime(2027, 3, 28, 8, 0, tzinfo=UTC), ZONE) == datetime(2027, 3, 29, 8, 0, tzinfo=UTC)


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-S", "-c", "import signal; signal.pause()"])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def told(folder: Folder, **rows: int) -> None:
    """A run file with these processes."""
    processes = [
        {**Identity.of(name, pid).doc(), "state": "running", "since": 1.0, "restarts": 0} for name, pid in rows.items()
    ]
    write_state(folder, {"processes": processes})


def test_a_service_is_killed_by_the_number_that_the_run_file_has(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    folder = Folder(tmp_path).make()
    told(folder, notifier=sleeper.pid, postgres=sleeper.pid)
    processes = WorldProcesses(tmp_path)
    assert [(each.name, each.state) for each in processes.look()] == [("notifier", "running")]
    processes.kill("notifier")
    assert sleeper.wait() == -signal.SIGKILL
    assert [each.state for each in processes.look()] == ["down"]
    with pytest.raises(NotDone, match="down already"):
        processes.kill("notifier")


@pytest.mark.parametrize("name", ["postgres", "sandbox", "", "notifier", "../notifier"])
def test_what_is_no_service_is_not_killed(tmp_path: Path, name: str, sleeper: subprocess.Popen[bytes]) -> None:
    told(Folder(tmp_path).make(), postgres=sleeper.pid, sandbox=sleeper.pid)
    with pytest.raises(NotDone, match="No such service"):
        WorldProcesses(tmp_path).kill(name)
    assert sleeper.poll() is None


def test_a_number_that_another_process_has_by_now_is_left_alone(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    folder = Folder(tmp_path).make()
    row = {**Identity.of("router", sleeper.pid).doc(), "state": "running", "since": 1.0, "restarts": 0}
    write_state(folder, {"processes": [{**row, "started": row["started"] - 60}]})
    with pytest.raises(NotDone, match="down already"):
        WorldProcesses(tmp_path).kill("router")
    assert sleeper.poll() is None


async def test_what_is_spoilt_is_about_somebody_who_still_owes(world: DrivenWorld) -> None:
    await world.desk.missed(CASE, 1)
    await world.desk.paid(CASE)
    assert "owes nothing" in await refused(world.desk.poisoned(CASE))
    assert "owes nothing" in await refused(world.desk.poisoned(""))


def test_a_world_that_began_again_tells_since_when_and_what_is_forgotten(tmp_path: Path) -> None:
    world = driven_world(tmp_path)
    assert (world.desk.state()["began_again"], world.desk.state()["forgot"]) == (None, "")
    world.desk.began_again = BEGINS
    assert world.desk.state()["began_again"] == BEGINS
    assert "the services remember the former world" in world.desk.state()["forgot"]
