"""What `status` says of processes: also that an operator's switch stops what they do."""

from __future__ import annotations

from io import StringIO
from typing import Any

from rich.console import Console

from services.console.cli.status import show


def process(name: str, **facts: Any) -> dict[str, Any]:
    return {
        "name": name, "pid": 7, "restarts": 0, "up_s": 9, "memory_mb": 50, "port": 1, "log": "", "state": "ready",
        "waiting_for": {}, "problems": [], "facts": facts, "last_end": "", "ended_at": "", "ok": True,
    }  # fmt: skip


def said(*processes: dict[str, Any]) -> str:
    console = Console(width=200, file=StringIO())
    with console.capture() as captured:
        show([{"folder": "data/up", "supervisor_pid": 1, "processes": list(processes)}], console)
    return captured.get()


def test_what_a_switch_stops_is_said_once_whoever_knows_it() -> None:
    known = {"sending": ["all"]}
    shown = said(process("notifier", stopped=known), process("router", stopped={**known, "visiting": ["region:porto"]}))
    assert shown.count("Stopped by a switch: ") == 1
    assert "Stopped by a switch: sending for all; visiting for region:porto." in shown
    assert "./doorstep switch ls" in shown


def test_which_policy_pack_binds_is_said_where_a_start_told_it() -> None:
    run = {"folder": "data/up", "supervisor_pid": 1, "processes": [process("notifier")]}
    console = Console(width=200, file=StringIO())
    with console.capture() as captured:
        show([{**run, "policy": "us"}], console)
    assert "policy pack: us" in captured.get()
    assert "policy" not in said(process("notifier"))


def test_a_carrier_that_does_not_answer_is_told_though_the_service_is_ready() -> None:
    shown = said(process("notifier", carrier={"answers": False, "why": "nobody answers there"}))
    assert "notifier: the carrier does not answer: nobody answers there. Texts wait, and go out by themselves" in shown
    assert "./doorstep doctor" in shown
    for fine in ({"answers": True, "why": ""}, None, "x", {}):
        assert "carrier" not in said(process("notifier", carrier=fine))


def test_what_a_killed_process_forgot_is_said_with_what_ended_it() -> None:
    killed = {"last_end": "was ended by SIGKILL", "forgot": "its world is gone"}
    shown = said({**process("sandbox"), **killed}, process("notifier"))
    assert "sandbox was ended by SIGKILL and began again: its world is gone." in shown
    assert "began again" not in said(process("sandbox"))


def test_thousands_look_as_everywhere_and_one_is_no_plural() -> None:
    many = said(process("notifier", parked=1200, gaps=3400, log_lines_lost=5600, refused={"texts": 7800}))
    for figure in ("1,200 parked cases wait", "3,400 places", "5,600 lines of its log", "7,800 of texts"):
        assert figure in many
    one = said(process("notifier", parked=1, gaps=1, log_lines_lost=1, retention_waits={"replies": 1200}))
    for figure in (" 1 parked case waits", " 1 place of", " 1 line of its log", " 1,200 replies are over"):
        assert figure in one


def test_where_no_switch_stops_anything_nothing_is_said_of_them() -> None:
    assert "switch" not in said(process("notifier", stopped={}), process("monitor"))
