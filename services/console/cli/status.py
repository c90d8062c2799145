"""`./doorstep status`: what runs, whether it is ready, and what it waits for."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import psutil
import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from deploy.local.command_settings import CommandSettings
from deploy.local.folder import PLACES, Folder, data_root
from deploy.local.identity import Identity
from deploy.local.program import LOOPBACK, http_status
from deploy.local.supervisor import read_state, supervisor_of
from shared.runtime.clock import SystemClock
from shared.runtime.settings import KafkaSettings, SettingsError, load

from ..target import Target
from .output import print_table
from .screen import Screen
from .status_facts import say_facts

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")

COLOURS = {
    "ready": "green",
    "running": "green",
    "not ready": "yellow",
    "dead": "red",
    "waiting": "red",
    "refused": "red",
}
NO_KAFKA = {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9"}
FACTS = (
    "partitions",
    "outbox_waiting",
    "parked",
    "gaps",
    "refused",
    "log_lines_lost",
    "retention_waits",
    "stopped",
    "carrier",
)


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """What runs, whether it is ready, and what it waits for.

    Ends with 0 when everything that runs is ready, 1 when something isn't, 3 when nothing runs.
    """
    found = [seen for name in PLACES if (seen := look(Folder(data_root() / name))) is not None]
    if as_json:
        typer.echo(json.dumps({"running": found}, indent=1))
    else:
        console = Screen()
        show(found, console)
        for line in wrong_here(os.environ):
            console.print(f"Set here, and taken by no start: {line}", soft_wrap=True, markup=False)
    if not found:
        raise typer.Exit(3)
    raise typer.Exit(0 if all(process["ok"] for seen in found for process in seen["processes"]) else 1)


def wrong_here(env: Mapping[str, str]) -> Iterator[str]:
    """Settings of commands that are wrong. What runs was started with others, so they are only told."""
    for model, besides in ((CommandSettings, {}), (KafkaSettings, NO_KAFKA)):
        try:
            load(model, {**{name: value for name, value in env.items() if not name.startswith("KAFKA_")}, **besides})
        except SettingsError as error:
            yield from str(error).splitlines()


def look(folder: Folder) -> dict[str, Any] | None:
    """The run file, with what the processes themselves say now; None when nothing ran here or it ended in order."""
    state = read_state(folder)
    if state is None:
        return None
    supervisor = supervisor_of(folder)
    return {
        "folder": str(folder.path),
        "supervisor_pid": supervisor.pid if supervisor is not None else None,
        **state.get("facts", {}),
        **clocks(Target({}, folder, state)),
        "processes": asyncio.run(ask_all(state.get("processes", []))),
    }


def clocks(target: Target) -> dict[str, Any]:
    """`services_time`: what the services take for now, where that is a sandbox's virtual time. `real_time`: what their
    database and this machine say, by which it is told how long something lies unread or is held."""
    clock = target.clock()
    if isinstance(clock, SystemClock):
        return {}
    return {
        "services_time": f"{clock.now():%Y-%m-%d %H:%M} UTC",
        "real_time": f"{SystemClock().now():%Y-%m-%d %H:%M} UTC",
    }


async def ask_all(processes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What processes of a run file say of themselves now."""
    return list(await asyncio.gather(*map(_ask, processes)))


async def _ask(told: dict[str, Any]) -> dict[str, Any]:
    known = Identity.read(told)
    process = known.process() if known is not None else None
    seen: dict[str, Any] = {
        "name": told["name"],
        "pid": told.get("pid") if process is not None else None,
        "restarts": told["restarts"],
        "up_s": round(time.time() - told["since"]) if process is not None else None,
        "memory_mb": memory_mb(process),
        "port": told.get("port") or told.get("health_port"),
        "log": told["log"],
        "state": told["state"] if process is not None or told["state"] == "waiting" else "dead",
        "waiting_for": {},
        "problems": [],
        "facts": {},
        "last_end": told.get("last_end", ""),
        "forgot": told.get("forgot", ""),
        "ended_at": _moment(told.get("ended_at_s")),
    }
    if seen["state"] in ("running", "starting") and "health_port" in told:
        answer = await http_status(told["health_port"], "/ready", host=told.get("health_host", LOOPBACK))
        if seen["state"] == "starting" and answer is None:
            return seen | {"ok": False}
        seen["state"] = "ready" if answer is not None and answer[0] == 200 else "not ready"
        said = _said(answer)
        seen["waiting_for"], seen["problems"] = said["waiting_for"], said["problems"]
        seen["facts"] = {name: said[name] for name in FACTS if isinstance(said.get(name), int | dict)}
    seen["ok"] = seen["state"] in ("ready", "running")
    return seen


def begins_anew(folder: str) -> bool:
    """Sandbox and demo empty their folder when they start."""
    return Path(folder).name != "up"


def _moment(at_s: float | None) -> str:
    return f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%d %H:%M} UTC" if at_s is not None else ""


def memory_mb(process: psutil.Process | None) -> int | None:
    """None also where it has ended since it was found."""
    try:
        return round(process.memory_info().rss / 1e6) if process is not None else None
    except psutil.Error:
        return None


def _said(answer: tuple[int, bytes] | None) -> dict[str, Any]:
    """What a process says of itself, with `waiting_for` (what → sentence) and `problems` whatever it says."""
    try:
        read = json.loads(answer[1]) if answer is not None else {"waiting_for": {"health": "does not answer"}}
    except ValueError:
        read = {}
    found: dict[str, Any] = read if isinstance(read, dict) else {}
    waits, problems = found.get("waiting_for"), found.get("problems")
    found["waiting_for"] = waits if isinstance(waits, dict) else {}
    found["problems"] = problems if isinstance(problems, list) else []
    return found


def show(found: list[dict[str, Any]], console: Console) -> None:
    if not found:
        console.print("Nothing runs. Start it with ./doorstep up, or see ./doorstep demo.")
    for seen in found:
        _show_one(seen, console)


def _show_one(seen: dict[str, Any], console: Console) -> None:
    console.print(Text(seen["folder"], "bold"), soft_wrap=True)
    if seen["supervisor_pid"] is None and all(process["pid"] is None for process in seen["processes"]):
        left = "A start begins anew." if begins_anew(seen["folder"]) else "Its data is there: start it again."
        console.print(f"It was killed; nothing of it runs. {left}", soft_wrap=True)
        return
    pack = f"    policy pack: {seen['policy']}" if "policy" in seen else ""  # a start of a former version kept none
    console.print(f"PostgreSQL: {seen.get('postgres', '?')}    Kafka: {seen.get('kafka', '?')}{pack}", soft_wrap=True)
    if virtual := seen.get("services_time"):
        console.print(
            f"Time: it is {virtual} for the services (virtual: cases, texts, visits) and {seen['real_time']} for the"
            " machine (since when something is held or unread, logs)", soft_wrap=True,
        )  # fmt: skip
    if seen["supervisor_pid"] is None:
        console.print("[red]Its supervisor was killed;[/] what is left ends by itself or with ./doorstep down.")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("process", "state", "pid", "up", "restarts", "memory", "port"):
        table.add_column(title, justify="left" if title in ("process", "state") else "right", no_wrap=True)
    for process in seen["processes"]:
        table.add_row(*_cells(process))
    print_table(console, table)
    _say_why(seen["processes"], console)
    if stopped := stopped_by(seen["processes"]):
        console.print(f"Stopped by a switch: {stopped}. Nothing of it goes out: ./doorstep switch ls", soft_wrap=True,
                      markup=False)  # fmt: skip
    if not all(process["ok"] for process in seen["processes"]):
        console.print(f"logs: {seen['folder']}/logs", soft_wrap=True, markup=False)


def stopped_by(processes: list[dict[str, Any]]) -> str:
    """What the processes know to be stopped, and for which scopes: `sending for all; visiting for region:porto`."""
    found: dict[str, dict[str, None]] = {}
    for process in processes:
        for what, scopes in process["facts"].get("stopped", {}).items():
            found.setdefault(what, {}).update(dict.fromkeys(scopes))
    return "; ".join(f"{what} for {', '.join(scopes)}" for what, scopes in sorted(found.items()))


def _say_why(processes: list[dict[str, Any]], console: Console) -> None:
    """What stands in the way of each, with what to do; the same for several processes is said once."""
    same: dict[tuple[str, str, str, str], list[str]] = {}
    for process in processes:
        told = {problem["of"] or problem["cause"]: problem for problem in process["problems"]}
        for what, why in process["waiting_for"].items():
            problem = told.get(what, {})
            same.setdefault((what, why, problem.get("todo", ""), problem.get("runbook", "")), []).append(
                process["name"]
            )
        if not process["ok"] and process["last_end"]:
            when = f" ({process['ended_at']})" if process.get("ended_at") else ""
            same.setdefault(("", f"{process['last_end'].rstrip('.')}{when}", "", ""), []).append(process["name"])
    if same:
        console.print()
    for (what, why, todo, runbook), names in same.items():
        console.print(Text(", ".join(names), "bold"))
        for line, style in ((f"{f'{what}: ' if what else ''}{why}", ""), (todo, "dim"), (runbook, "dim")):
            if line:
                console.print(Padding(Text(line, style), (0, 0, 0, 2), expand=False))
    say_facts(processes, console)


def _cells(process: dict[str, Any]) -> list[str]:
    colour = COLOURS.get(process["state"], "yellow")
    return [
        process["name"],
        f"[{colour}]{process['state']}[/]",
        str(process["pid"] or "-"),
        duration(process["up_s"]),
        str(process["restarts"] or "-"),
        f"{process['memory_mb']} MB" if process["memory_mb"] is not None else "-",
        str(process["port"] or "-"),
    ]


def duration(seconds: int | None) -> str:
    """`4 d 3 h`, `3 h 20 min`, `2 min 5 s`, `5 s`, or `-`."""
    if seconds is None:
        return "-"
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds % 60} s" if minutes else f"{seconds} s"
