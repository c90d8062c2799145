"""`./doorstep up`: the services, with PostgreSQL and Kafka where none are named, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from typing import Annotated

import typer

from deploy.local.folder import Folder, data_root
from deploy.local.program import Program
from deploy.local.progress import ProgressOutput
from deploy.local.stack import Stack
from deploy.local.stop_signal import StopSignal
from deploy.local.user_error import UserError
from shared.runtime.settings import SettingsError, load

from .service_settings import MODELS

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")

LATE_S = 1.0
SERVICES = ("notifier", "scheduler", "router")


@app.command()
def up(
    replicas: Annotated[int, typer.Option(min=1, max=24, help="Processes of each service.")] = 1,
    monitor: Annotated[bool, typer.Option(help="Run the stream monitor too (for `watch`).")] = True,
    console: Annotated[bool, typer.Option(help="Serve the web console too.")] = True,
) -> None:
    """Run Doorstep until Ctrl-C.

    DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS name a PostgreSQL and a Kafka of yours; without them embedded ones are
    started. TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN_FILE, TWILIO_FROM, DOORSTEP_PUBLIC_URL and DOORSTEP_WEBHOOK_PORT say
    how texts are sent and how replies come in.
    """
    asyncio.run(
        run(
            Folder(data_root() / "up"),
            ProgressOutput(),
            os.environ,
            replicas=replicas,
            monitor=monitor,
            console=console,
        )
    )


async def run(
    folder: Folder,
    progress: ProgressOutput,
    env: Mapping[str, str],
    *,
    replicas: int = 1,
    monitor: bool = True,
    console: bool = True,
) -> None:
    """Returns after an orderly stop. Raises `UserError` when something can't start."""
    check_settings(env)
    stopping = StopSignal(progress)
    try:
        async with Stack(folder, progress, env=env) as stack:
            facts = stack.supervisor.facts
            progress.say(f"PostgreSQL {_where(facts['postgres'])}, Kafka at {facts['kafka']}")
            programs = [program(stack, name, n) for name in SERVICES for n in range(1, replicas + 1)]
            if monitor:
                programs.append(stack.python("monitor", "services.console.monitor"))
            if console:
                programs.append(await stack.console(programs))
            progress.say(f"starting {', '.join(program.name for program in programs)}")
            await stack.supervisor.start(*programs)
            late = stack.supervisor.not_ready()
            progress.say(f"running, but not yet ready: {', '.join(late)}" if late else "running and ready")
            if console:
                progress.say(f"the console: {address(programs[-1])} (the first account: ./doorstep console link)")
            progress.say("see it with ./doorstep status, stop it with Ctrl-C or ./doorstep down")
            refused = asyncio.ensure_future(stack.supervisor.refused())
            while late and not refused.done():
                await asyncio.wait({refused}, timeout=LATE_S)
                late = stack.supervisor.not_ready()
                if not late:
                    progress.say("all are ready")
            raise await refused
    except asyncio.CancelledError:
        if not stopping.asked:
            raise
    progress.say("stopped")


def address(console: Program) -> str:
    """Where a browser on this machine finds it."""
    return f"http://{console.about['health_host']}:{console.about['health_port']}/"


def program(stack: Stack, name: str, replica: int) -> Program:
    """A second notifier can't listen where the first does: it gets a free port, for whoever balances between them."""
    if name != "notifier" or replica == 1:
        return stack.service(name, replica=replica)
    port = stack.port(f"webhook-{replica}")
    return stack.service(name, replica=replica, env={"DOORSTEP_WEBHOOK_PORT": str(port)})


def check_settings(env: Mapping[str, str]) -> None:
    """All settings of all services, before anything is fetched or started. Raises `UserError` that names each."""
    # What `up` provides itself unless the user does.
    provided = {
        "DATABASE_URL": "postgresql://embedded", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9",
        "DOORSTEP_MASTER_KEY_FILE": __file__, "DOORSTEP_CONSOLE_JARS": ".",
    }  # fmt: skip
    wrong: dict[str, None] = {}
    for model in MODELS:
        try:
            load(model, {**provided, **{key: env[key] for key in env if env[key]}})
        except SettingsError as error:
            wrong |= dict.fromkeys(str(error).splitlines())
    if wrong:
        raise UserError(
            "Doorstep can't start with these settings:\n" + "\n".join(f"  {line}" for line in wrong),
            "Set them in the environment; ./doorstep doctor looks closer. ./doorstep demo needs none of them.",
        )


def _where(fact: str) -> str:
    return "embedded" if fact == "embedded" else "from DATABASE_URL"
