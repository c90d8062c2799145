"""The command `demo`."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Annotated, Literal

import typer

from services.sandbox.demo.options import Options
from services.sandbox.demo.run import run

from ..typed import takes

INTERRUPTED = 130
SEED = re.compile(r"[A-Za-z0-9-]{1,32}")
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


def seed_of_a_world(seed: str) -> str:
    """As the sandbox takes it, said before anything is started."""
    if not SEED.fullmatch(seed):
        raise takes("--seed", "1 to 32 letters, digits and -", seed)
    return seed


@app.command()
def demo(
    cases: Annotated[int, typer.Option(min=1, max=50_000, help="How many real customers.")] = 300,
    days: Annotated[int, typer.Option(min=1, max=400, help="How many virtual days.")] = 45,
    seed: Annotated[str, typer.Option(help="Another seed, another world.", callback=seed_of_a_world)] = "7",
    kill: Annotated[
        bool, typer.Option("--kill", help="Kill every service three times; doubled, poisoned and failing input.")
    ] = False,
    weather: Annotated[
        Literal["fair", "rough"],
        typer.Option(help="Rough: a carrier, a bank, phones and records at their worst; same verdict."),
    ] = "fair",
    city: Annotated[
        Literal["porto", "taipei", "hangzhou"],
        typer.Option(help="Taipei, Hangzhou: borrowers are texted in Chinese, and answer so."),
    ] = "porto",
    report: Annotated[
        Path | None, typer.Option(dir_okay=False, writable=True, help="Write the report there, as JSON.")
    ] = None,
    speed: Annotated[
        float, typer.Option(min=0, max=1_000_000, help="Virtual seconds a second, to watch; 0 jumps ahead.")
    ] = 0.0,
    stay: Annotated[
        bool, typer.Option("--stay", help="After the verdict leave everything running to look around, until Ctrl-C.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON and nothing else.")] = False,
) -> None:
    """Watch overdue customers being texted, answering, being offered times, and being visited.

    Embedded Kafka and PostgreSQL, all services, a world of bank, phones, carrier and crews on a virtual clock. At the
    end a verifier that shares no code with the services holds the world's records against the topics. Ends with 0 only
    when nothing was lost or doubled and nobody was visited without a delivered notice.
    """
    try:
        found = asyncio.run(run(Options(cases, days, seed, kill, report, speed, as_json, weather, city, stay)))
    except asyncio.CancelledError:
        raise typer.Exit(INTERRUPTED) from None
    if as_json:
        typer.echo(json.dumps(found.doc, indent=1))
    raise typer.Exit(0 if found.fine else 1)
