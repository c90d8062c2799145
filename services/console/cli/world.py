"""`./doorstep world`: drive the sandbox's world, as the console's World page does: clock, phones, bank, carrier."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.markup import escape

from deploy.local.user_error import WrongUsage
from services.sandbox.control.clock_acts import pace_said, pace_warning
from shared.decision.figures import amount, counted

from ..acts.world import WorldLink, the_world
from ..target import find
from ..typed import takes
from ..views.formatting import local
from . import output
from .operators import By, operator
from .recorded import recorded_command

app = output.command_group("The sandbox's world: its clock, its phones, its bank, its carrier. Not beside real ones.")
clock_app = output.command_group("How the world's time goes.")
app.add_typer(clock_app, name="clock")

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="As ./doorstep world ls shows it.")]
OWE_NOTHING = ("current", "paid")
PLACES_IN_TIME = ("morning", "text")
WEATHERS = ("fair", "rough")
OVER = ": the days that it was made for are over; ./doorstep world clock go lets it go on"


@app.command("show")
def show(as_json: output.AsJson = False) -> None:
    """The clock, the carrier's weather, and which services are up."""
    state = _seen(WorldLink.state)
    if as_json:
        output.print_json(state)
        return
    processes = [
        f"{each['name']} {each['state']} ({counted(each['restarts'], 'restart')})" for each in state["processes"]
    ]
    output.print_fields(
        output.console(),
        [
            ("clock", clock_said(datetime.fromisoformat(state["now"]), state["zone"])),
            ("goes", goes(state)),
            ("weather", state["weather"]),
            ("services", ", ".join(processes) or "not known"),
            ("customers", str(state["customers"])),
            ("forgotten", forgotten(state)),
        ],
    )


def clock_said(now: datetime, zone: str) -> str:
    """By the world's own clocks, and in UTC as `status` and the pages say it."""
    here = f"{local(now, zone)} {zone}"
    return here if local(now, zone) == local(now, "UTC") else f"{here}, {local(now, 'UTC')} UTC"


def forgotten(state: Mapping[str, Any]) -> str:
    """That it is not the world any more that the services know; nothing where it is."""
    if not state.get("began_again"):
        return ""
    since = local(datetime.fromisoformat(state["began_again"]), state["zone"])
    return f"the sandbox was killed and began again at {since}: {state['forgot']}"


def goes(state: Mapping[str, Any]) -> str:
    """How the clock goes now, and why it stands still where nobody stopped it."""
    if state["ahead_to"] is not None:
        then = "stands still" if state["paused"] else f"goes {pace_said(state['speed'])}"
        return f"jumps {'to the next text' if state['until_text'] else 'ahead'}; then it {then}"
    if state["paused"]:
        return f"stands still{OVER if state['over'] else ''}"
    return ". ".join(filter(None, (pace_said(state["speed"]), pace_warning(state["speed"]))))


@app.command("ls")
def ls(
    like: Annotated[str, typer.Argument(metavar="[CASE]", help="A part of a case's id.")] = "",
    as_json: output.AsJson = False,
) -> None:
    """The bank's customers: those whose phones moved last come first."""
    found = _seen(lambda link: link.customers(like))
    if as_json:
        output.print_json(found)
        return
    show_customers(found["customers"])


def show_customers(rows: Iterable[dict[str, Any]]) -> None:
    table = output.table(
        "case", "stands", "owes", "phone", "texts", "language, region", right=("owes", "texts"),
        fold=("case", "language, region"),
    )  # fmt: skip
    for row in rows:
        owes = "-" if row["standing"] in OWE_NOTHING else amount(row["owes_minor"], row["currency"])
        table.add_row(
            escape(row["case"]), row["standing"], owes, row["number"], f"{row['texts']:,}",
            escape(f"{row['language']}, {row['region']}"),
        )  # fmt: skip
    if table.row_count:
        output.print_table(output.console(), table)
    else:
        output.console().print("There is no such customer.")


@app.command("phone")
def phone(
    case: CaseArgument,
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help="What the phone answers.")] = None,
    by: By = None,
    as_json: output.AsJson = False,
) -> None:
    """What a phone shows; or, with TEXT, answer on it."""
    if text is not None:
        _done(lambda link: link.type_text(case, text), by, "world-phones", case)
        return
    found = _seen(lambda link: link.phone(case))
    if as_json:
        output.print_json(found)
        return
    console = output.console()
    console.print(f"{found['case']}, phone {found['number']}, {found['language']}: {found['standing']}", markup=False)
    for each in found["conversation"]:
        at = local(datetime.fromisoformat(each["at"]), found["zone"])
        console.print(f"\n{at} {found['zone']}, {each['by']}:", markup=False)
        console.print(each["body"], markup=False, soft_wrap=True)
    if not found["conversation"]:
        console.print("It has shown nothing yet.")


@app.command("miss")
def miss(
    case: CaseArgument,
    days: Annotated[int, typer.Option(min=1, max=720, help="So many days ago.")] = 1,
    by: By = None,
) -> None:
    """A customer who owes nothing misses a payment: the bank reports the loan as overdue."""
    _done(lambda link: link.miss(case, days), by, "world-customers-miss", case)


@app.command("pay")
def pay(case: CaseArgument, by: By = None) -> None:
    """A customer pays everything that is overdue."""
    _done(lambda link: link.pay(case), by, "world-customers-pay", case)


@app.command("kill")
def kill(
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="As ./doorstep world show names it.")],
    by: By = None,
) -> None:
    """Kill a service (SIGKILL); its supervisor starts it again."""
    _done(lambda link: link.kill(service), by, "world-kill", service)


@app.command("poison")
def poison(
    case: Annotated[str, typer.Argument(metavar="[CASE]", help="About this case; none: about nobody.")] = "",
    by: By = None,
) -> None:
    """Put a record on `loans` that nobody can read."""
    _done(lambda link: link.poison(case), by, "world-poison", case)


@app.command("weather")
def weather(name: Annotated[str, typer.Argument(metavar="fair|rough")], by: By = None) -> None:
    """How reliable the carrier is from now on."""
    if name not in WEATHERS:
        raise takes("weather", "fair or rough", name)
    _done(lambda link: link.weather(name), by, "world-weather", name)


@clock_app.command("pause")
def pause(by: By = None) -> None:
    """The clock stands still; services finish what is in work."""
    _done(lambda link: link.clock("pause"), by, "world-clock", "pause")


@clock_app.command("go")
def go(by: By = None) -> None:
    """It goes on as before."""
    _done(lambda link: link.clock("go"), by, "world-clock", "go")


@clock_app.command("speed")
def speed(
    speed: Annotated[
        float, typer.Argument(min=0, max=1_000_000, help="Virtual seconds a second; 0: as fast as it can.")
    ],
    by: By = None,
) -> None:
    """How fast it goes. With 0 as fast as work gets done: a month may pass within seconds, until `clock pause`."""
    _done(lambda link: link.clock("speed", speed=speed), by, "world-clock", "speed", f"{speed:g}")


@clock_app.command("jump")
def jump(
    ahead: Annotated[
        str,
        typer.Argument(metavar="HOURS|morning|text", help="So far ahead, to nine in the morning, to the next text."),
    ],
    by: By = None,
) -> None:
    """Ahead, waiting wherever something is in work: nothing is jumped over. Then the clock goes on as before."""
    if ahead in PLACES_IN_TIME:
        _done(lambda link: link.clock("jump", to=ahead), by, "world-clock", "jump", ahead)
        return
    try:
        hours = float(ahead)
    except ValueError:
        raise WrongUsage(f"A jump takes hours, morning or text, not {ahead!r}.", "") from None
    _done(lambda link: link.clock("jump", hours=hours), by, "world-clock", "jump", f"{hours:g}")


def _seen(look: Callable[[WorldLink], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    async def looked() -> dict[str, Any]:
        return await look(the_world(find()))

    return asyncio.run(looked())


def _done(act: Callable[[WorldLink], Awaitable[str]], by: str | None, what: str, *about: str) -> None:
    """Does it, and says what came of it."""
    who, target = operator(by), find()
    link = the_world(target)

    async def done() -> str:
        async with recorded_command(target, who, what, *about):
            return await act(link)

    output.console().print(asyncio.run(done()), markup=False, soft_wrap=True)
