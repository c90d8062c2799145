"""`./doorstep up`: the services, with PostgreSQL and Kafka where none are named, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import typer
from pydantic import BaseModel

from deploy.local.asked_ports import ASKED_PORTS
from deploy.local.command_settings import CommandSettings, commands, said
from deploy.local.folder import Folder, data_root
from deploy.local.not_counting import not_counting
from deploy.local.program import Program, written
from deploy.local.progress import ProgressOutput
from deploy.local.stack import Stack
from deploy.local.stop_signal import StopSignal
from deploy.local.user_error import UserError
from services.sandbox.demo.setup import ACCOUNT_SID, BY_HAND, PARTITIONS, fresh, settings
from services.sandbox.demo.setup import sandbox as sandbox_program
from shared.runtime.misspelt import misspelt, setting_names
from shared.runtime.settings import FILE, SettingsError, load, overridden

from .carrier_trouble import notifiers, told_of_carrier
from .real_carrier import refuse_real, without_carrier
from .service_settings import MODELS

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")

LATE_S = 1.0
OF_SANDBOX = {
    "DOORSTEP_PUBLIC_URL": "http://127.0.0.1:9", "DOORSTEP_WEBHOOK_PORT": "9", "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
    "TWILIO_AUTH_TOKEN": "x" * 32, "TWILIO_API_URL": "http://127.0.0.1:9", "TWILIO_FROM": "+15005550006",
    "DOORSTEP_CLOCK_FILE": __file__, "DOORSTEP_CONSOLE_OPEN": "sandbox", "DOORSTEP_CONSOLE_WORLD": "127.0.0.1:9",
    "DOORSTEP_CONSOLE_WORLD_TOKEN": "x" * 32,
}  # fmt: skip
"""In place of what a sandbox says itself, where the other settings are looked at before it is there."""
MADE_UP = frozenset({*OF_SANDBOX, "DOORSTEP_PARTITIONS", "DOORSTEP_HEALTH_PORT"}) - {ASKED_PORTS["webhook"]}
"""What a sandbox says itself, whatever the environment says."""
SERVICES = ("notifier", "scheduler", "router")


@app.command()
def up(
    replicas: Annotated[int, typer.Option(min=1, max=24, help="Processes of each service.")] = 1,
    monitor: Annotated[bool, typer.Option(help="Run the stream monitor too (for `watch`).")] = True,
    console: Annotated[bool, typer.Option(help="Serve the web console too.")] = True,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Made-up customers and carrier, to try it: no account is needed.")
    ] = False,
) -> None:
    """Run Doorstep until Ctrl-C.

    DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS name a PostgreSQL and a Kafka of yours; without them embedded ones are
    started. TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN_FILE, TWILIO_FROM, DOORSTEP_PUBLIC_URL and DOORSTEP_WEBHOOK_PORT say
    how texts are sent and how replies come in.

    With --sandbox it runs against a carrier of its own, with customers that nobody is: on the web console's World page,
    or with ./doorstep world, you let one miss a payment and answer as they would. It begins anew each time, at the
    hour it is, and is refused where a real carrier is set up.
    """
    options = UpOptions(replicas, monitor, console)
    if sandbox:
        asyncio.run(run_sandbox(options, os.environ))
    else:
        asyncio.run(run(Folder(data_root() / "up"), ProgressOutput(), os.environ, options))


@dataclass(frozen=True, slots=True)
class UpOptions:
    """How many processes of each service, and what beside them."""

    replicas: int = 1
    monitor: bool = True
    console: bool = True

    def of_it(self, env: Mapping[str, str]) -> dict[str, str]:
        """Without the port of what is not to run: nobody listens there."""
        unasked = "" if self.console else ASKED_PORTS["console"]
        return {name: value for name, value in env.items() if name.removesuffix(FILE) != unasked}


async def run(folder: Folder, progress: ProgressOutput, env: Mapping[str, str], asked: UpOptions) -> None:
    """Returns after an orderly stop. Raises `UserError` when something can't start."""
    check_settings(env)
    for each in misspelt(env):
        progress.say(str(each))
    stopping = StopSignal(progress)
    try:
        async with Stack(folder, progress, env=asked.of_it(env)) as stack:
            programs = await programs_of(stack, asked)
            await serve(stack, programs, "(the first account: ./doorstep console link)" if asked.console else "")
    except asyncio.CancelledError:
        if not stopping.asked:
            raise
    progress.say("stopped")


async def run_sandbox(asked: UpOptions, env: Mapping[str, str]) -> None:
    """The same against the sandbox's carrier, in a folder that is emptied first."""
    refuse_real(env)
    named, env = env, without_carrier(env)
    commands(env)
    webhook = ASKED_PORTS["webhook"]
    check_settings(overridden(env, {**OF_SANDBOX, webhook: said(env, webhook) or OF_SANDBOX[webhook]}))
    progress = ProgressOutput()
    for line in not_counting(named, setting_names() - MADE_UP, "a sandbox, which says that itself"):
        progress.say(line)
    stopping = StopSignal(progress)
    with fresh(data_root(env) / "sandbox", datetime.now(UTC)) as folder:
        try:
            async with Stack(folder, progress, env=asked.of_it(env), partitions=PARTITIONS) as stack:
                theirs = settings(stack, BY_HAND)
                check_settings(overridden(env, {**stack.settings, **theirs}))
                programs = [*await programs_of(stack, asked, theirs), sandbox_program(stack, theirs)]
                await serve(stack, programs, "(nobody has to sign in)" if asked.console else "")
        except asyncio.CancelledError:
            if not stopping.asked:
                raise
    progress.say("stopped")


async def programs_of(stack: Stack, asked: UpOptions, env: Mapping[str, str] | None = None) -> list[Program]:
    """The services, their watcher and the console, with `env` besides what each gets anyway."""
    facts = stack.supervisor.facts
    stack.progress.say(f"PostgreSQL {_where(facts['postgres'])}, Kafka at {facts['kafka']}")
    programs = [program(stack, name, n, env) for name in SERVICES for n in range(1, asked.replicas + 1)]
    if asked.monitor:
        programs.append(stack.python("monitor", "services.console.monitor", env=env))
    if asked.console:
        programs.append(await stack.console(programs, env=env))
    return programs


async def serve(stack: Stack, programs: list[Program], about_console: str) -> None:
    """Starts them and waits for the signal that ends it, or raises `UserError` for what can never start."""
    progress, supervisor = stack.progress, stack.supervisor
    progress.say(f"starting {', '.join(program.name for program in programs)}")
    await supervisor.start(*programs)
    late = supervisor.not_ready()
    progress.say(f"running, but not yet ready: {', '.join(late)}" if late else "running and ready")
    for each in programs:
        if each.name == "console":
            progress.say(f"the console: {address(each)} {about_console}")
    progress.say("see it with ./doorstep status, stop it with Ctrl-C or ./doorstep down")
    unheard = await told_of_carrier(notifiers(programs), progress)
    refused = asyncio.ensure_future(supervisor.refused())
    while (late or unheard) and not refused.done():
        await asyncio.wait({refused}, timeout=LATE_S)
        was_late, late = late, supervisor.not_ready()
        if was_late and not late:
            progress.say("all are ready")
        unheard = await told_of_carrier(unheard, progress)
    raise await refused


def address(console: Program) -> str:
    """Where a browser on this machine finds it."""
    return f"http://{written(console.about['health_host'])}:{console.about['health_port']}/"


def program(stack: Stack, name: str, replica: int, env: Mapping[str, str] | None = None) -> Program:
    """A second notifier can't listen where the first does: it gets a free port, for whoever balances between them."""
    if name != "notifier" or replica == 1:
        return stack.service(name, replica=replica, env=env)
    port = stack.port(f"webhook-{replica}")
    return stack.service(name, replica=replica, env={**(env or {}), "DOORSTEP_WEBHOOK_PORT": str(port)})


def check_settings(env: Mapping[str, str]) -> None:
    """All settings of all services, before anything is fetched or started. Raises `UserError` that names each."""
    # What `up` provides itself unless the user does.
    provided = {
        "DATABASE_URL": "postgresql://127.0.0.1/embedded", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9",
        "DOORSTEP_MASTER_KEY_FILE": __file__, "DOORSTEP_CONSOLE_JARS": ".",
    }  # fmt: skip
    lacking = {name: value for name, value in provided.items() if not (env.get(name) or env.get(name + FILE))}
    wrong: dict[str, None] = {}
    asked: tuple[type[BaseModel], ...] = (*MODELS, CommandSettings)
    for model in asked:
        try:
            load(model, {**lacking, **{key: env[key] for key in env if env[key]}})
        except SettingsError as error:
            wrong |= dict.fromkeys(str(error).splitlines())
    if wrong:
        raise UserError(
            "Doorstep can't start with these settings:\n" + "\n".join(f"  {line}" for line in wrong),
            "Set them in the environment; ./doorstep doctor looks closer. ./doorstep demo needs none of them.",
        )


def _where(fact: str) -> str:
    return "embedded" if fact == "embedded" else "from DATABASE_URL"
