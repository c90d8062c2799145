"""`./doorstep why CASE --not ...`: what the services say, in a table, in a pipe and as JSON."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from deploy.local.user_error import UserError, WrongUsage
from services.console.cli.why_not import plain, show
from services.console.views.why_not import WhyNotSaid

from .answering_services import CASE, answering, sample
from .console_stack import ConsoleStack


def test_what_stands_in_the_way_is_a_line_for_each_rule(tables: ConsoleStack, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering("notifier") as ready:
        monkeypatch.setenv("DOORSTEP_CONSOLE_READY", ready)
        result = tables.run("why", CASE, "--not", "text")
    assert result.exit_code == 0, result.exception
    lines = result.stdout.splitlines()
    assert lines[0].split(maxsplit=3)[:3] == ["notifier", "reminder", "no"]
    assert "a hold is on: visited [braked], met from 2027-05-09 09:30" in lines[1]
    assert all("  met  " in line for line in lines[2:])


def test_json_is_the_answers_as_the_services_gave_them(tables: ConsoleStack, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering("notifier", "scheduler") as ready:
        monkeypatch.setenv("DOORSTEP_CONSOLE_READY", ready)
        said = tables.json("why", CASE, "--not", "visit")
    assert (said["of"], said["case"], said["zone"]) == ("visit", CASE, "Europe/Lisbon")
    assert [each["service"] for each in said["said"]] == ["notifier", "scheduler"]
    assert said["said"][0]["answers"][0]["lines"][0]["code"] == "braked"
    assert (said["silent"], said["unknown_to"]) == ([], [])


def test_who_can_t_be_asked_is_said_beside_what_the_others_say(
    tables: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering("notifier") as ready:
        monkeypatch.setenv("DOORSTEP_CONSOLE_READY", f"{ready},scheduler=127.0.0.1:9")
        result = tables.run("why", CASE, "--not", "visit")
    assert result.exit_code == 0, result.exception
    assert "scheduler  can't be asked: it does not answer" in result.stdout


def test_where_nobody_answers_it_fails_and_says_where_to_look(
    tables: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOORSTEP_CONSOLE_READY", "notifier=127.0.0.1:9")
    result = tables.run("why", CASE, "--not", "text")
    assert result.exit_code == 1
    assert isinstance(result.exception, UserError)
    assert "notifier: it does not answer" in str(result.exception)


def test_where_nothing_runs_it_says_so_and_what_says_what_was_decided(
    tables: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOORSTEP_CONSOLE_READY", raising=False)
    result = tables.run("why", CASE, "--not", "visit")
    assert result.exit_code == 1
    assert "Only a service that runs says why not, and none runs here." in str(result.exception)
    assert f"./doorstep why {CASE}" in str(result.exception)


def test_who_knows_nothing_of_the_case_is_named_in_a_pipe_too() -> None:
    found = WhyNotSaid("visit", CASE, (sample("no-visit-a-hold-is-on"),), (), ("scheduler",))
    assert [*plain(found, "UTC")][-1].split() == "scheduler knows nothing of this case".split()


def test_what_stands_in_nothings_way_is_said_in_sentences() -> None:
    console = Console(width=200, file=StringIO())
    found = WhyNotSaid("visit", CASE, (sample("no-visit-a-hold-is-on"),), (), ())
    with console.capture() as captured:
        show(console, found, "UTC")
    assert "not in the way: " in captured.get()
    assert "met: " not in captured.get()


def test_a_case_that_nobody_knows_is_refused_as_elsewhere(
    tables: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering("notifier") as ready:
        monkeypatch.setenv("DOORSTEP_CONSOLE_READY", ready)
        result = tables.run("why", "c-9", "--not", "text")
    assert result.exit_code == 1
    assert "There is no case 'c-9' here." in str(result.exception)


def test_a_window_has_a_day_and_two_hours(tables: ConsoleStack) -> None:
    result = tables.run("why", CASE, "--not", "slot", "--day", "2027-04-18")
    assert isinstance(result.exception, WrongUsage)
    assert "--day, --from and --to" in str(result.exception)


def test_what_is_wrong_with_a_window_is_said_by_the_command_too(tables: ConsoleStack) -> None:
    for day, first, last, expected in (
        ("9999-12-31", "14:00", "16:00", "years 2000 to 2199"),
        ("2027-04-18", "16:00", "14:00", "end after it begins"),
        ("2027-04-18", "<b>", "14:00", "from is no time of day"),
    ):
        result = tables.run("why", CASE, "--not", "slot", "--day", day, "--from", first, "--to", last)
        assert isinstance(result.exception, WrongUsage)
        assert expected in str(result.exception)


def test_a_window_is_asked_of_those_who_judge_it(tables: ConsoleStack, monkeypatch: pytest.MonkeyPatch) -> None:
    window = ("--day", "2027-04-18", "--from", "14:00", "--to", "16:00")
    with answering("notifier", "scheduler", "router") as ready:
        monkeypatch.setenv("DOORSTEP_CONSOLE_READY", ready)
        said = tables.json("why", CASE, "--not", "slot", *window)
    assert [each["service"] for each in said["said"]] == ["scheduler", "router"]
    assert said["unknown_to"] == ["notifier"]
