"""`./doorstep test`: the default suite as CI runs it, or one of the others."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Annotated

import typer

from deploy.local.environment import without_ours
from deploy.local.folder import ROOT, cache_root
from deploy.local.jars import fetch
from deploy.local.kafka import FETCHING, JARS
from deploy.local.progress import ProgressOutput
from deploy.local.user_error import WrongUsage

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")

COVERAGE, LONG = "coverage", "long"
SUITES = ("simulation", "chaos", "outages", "browser", "security", "benchmarks", "mutation")
THERE = [*(suite for suite in SUITES if (ROOT / "tests" / suite).is_dir()), COVERAGE, LONG]
ABOUT_CORES = ("tests/unit/notifier", "tests/unit/scheduler", "tests/unit/router", "tests/golden")
BESIDE_CORES = ("our_own_words", "retention", "faults_of_a_carrier", "restored")
"""Of notifier's tests: half of their time, and no branch of a core that the others don't reach."""
WORKERS = 2
# Too long for every day, or no tests at all.
APART = ("chaos", "outages", "browser", "benchmarks", "mutation")
ALL_CAMPAIGN = ("outages",)
"""They have no tests: what is typed is their own command's."""
# Tests start from nothing: settings of a real system must not reach them.
KEPT = ("DOORSTEP_TEST_", "DOORSTEP_CACHE", "DOORSTEP_DATA")


# A broker that lives for minutes, or seconds, never earns back what its second compiler costs: half of its start.
FIRST_COMPILER = "-XX:TieredStopAtLevel=1"

# Help is asked of a suite's own command where it has one.
TAKES_ALL = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
HELP = ("--help", "-h")


@app.command(context_settings=TAKES_ALL)
def run_tests(
    context: typer.Context,
    suite: Annotated[str, typer.Argument(help=f"default, or one of {', '.join(THERE)}.")] = "default",
    workers: Annotated[int | None, typer.Option(min=0, max=64, help="Processes (2); 0: in this one.")] = None,
) -> None:
    """Run a suite in random order, warnings as errors. More arguments go to pytest (`-k words`, `-x`, a path).

    `simulation`, `chaos` and `mutation` have campaigns of their own, with options of their own: `simulation --help`.
    Without options their tests are run. `outages` is a campaign and nothing else: `outages --list` names its rows.

    `coverage` runs the tests about the services' cores and demands that these cover every branch of them.
    `long` runs what the default suite leaves out as too long for every change. CI runs both.
    DOORSTEP_TEST_DATABASE_URL and DOORSTEP_TEST_KAFKA name servers to use instead of embedded ones.
    """
    arguments = list(context.args)
    if suite in HELP:
        typer.echo(context.get_help())
        return
    arguments = ["--help" if argument in HELP else argument for argument in arguments]
    own = (ROOT / "tests" / suite / "__main__.py").is_file()
    if own and (suite in ALL_CAMPAIGN or _campaign(arguments, workers)):
        arguments += ["--workers", str(workers)] if workers is not None else []
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, "-m", f"tests.{suite}", *arguments], environment(os.environ))
    if suite not in ("default", COVERAGE, LONG, *SUITES):
        if not suite.startswith("-") and not (ROOT / suite.split("::")[0]).exists():
            raise WrongUsage(f"There is no suite and no path `{suite}`.", f"Suites: {', '.join(['default', *THERE])}.")
        arguments.insert(0, suite)
        suite = "default"
    command = [sys.executable, "-m", "pytest", *_of_suite(suite, arguments)]
    workers = WORKERS if workers is None else workers
    if workers and suite != "benchmarks":
        command += ["-n", str(workers), "--dist", "worksteal"]
    if not os.environ.get("DOORSTEP_TEST_KAFKA"):
        # Here rather than in the middle of the tests, where nobody would see it.
        fetch(JARS, cache_root(), ProgressOutput(), FETCHING)
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execve(sys.executable, command, environment(os.environ))


def environment(env: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in env.items() if name.startswith(KEPT)}
    return {"JDK_JAVA_OPTIONS": FIRST_COMPILER, **without_ours(env), **kept}


def _campaign(arguments: list[str], workers: int | None) -> bool:
    """Long options are the suite's own command's, and `--workers` alone; anything else (`-k`, a path) pytest's."""
    return any(argument.startswith("--") for argument in arguments) or (workers is not None and not arguments)


def _of_suite(suite: str, arguments: list[str]) -> list[str]:
    apart = [f"--ignore=tests/{other}" for other in APART]
    if suite == LONG:
        return ["tests", *apart, "-m", "campaign", "-q", *arguments]
    if suite == COVERAGE:
        beside = [f"--ignore=tests/unit/notifier/test_{name}.py" for name in BESIDE_CORES]
        counted = ["--cov", "--cov-report=term:skip-covered"]
        return [*ABOUT_CORES, *beside, *counted, "-m", "not campaign", "-q", *arguments]
    if suite != "default":
        if suite not in THERE:
            raise WrongUsage(f"There is no suite `{suite}` here yet.", f"There are: {', '.join(['default', *THERE])}.")
        return [f"tests/{suite}", *arguments]
    if arguments:
        return arguments
    return ["tests", *apart, "-m", "not campaign", "-q"]
