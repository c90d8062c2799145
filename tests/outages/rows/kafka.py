"""Kafka is away, can't be reached, or is full of garbage."""

from __future__ import annotations

from ..row import Row
from ..trial import Trial

AWAY_S, KILLED_S = 40.0, 120.0


async def _half_open(trial: Trial) -> None:
    known, new = await trial.texted(), await trial.debtors(6)
    link = trial.system.links["kafka"]
    async with trial.outage():
        link.become("half-open")
        try:
            trial.report(new)
            trial.replies_of(known)
            await trial.wait(AWAY_S)
        finally:
            link.become("pass")


async def _killed(trial: Trial) -> None:
    """And kept down: by itself the supervisor would have it back in seconds."""
    known, new = await trial.texted(), await trial.debtors(6)
    supervisor = trial.system.stack.supervisor
    async with trial.outage():
        await supervisor.kill("kafka")
        await supervisor.stop("kafka")
        trial.report(new)
        trial.replies_of(known)
        await trial.wait(KILLED_S)
        await supervisor.restart("kafka")


ROWS = (
    Row("kafka-half-open", "what goes to Kafka is swallowed for 40 s", _half_open, ("ready:kafka",)),
    Row("kafka-killed", "Kafka is killed and stays away for two minutes", _killed, ("ready:kafka",), bound_s=300),
)  # fmt: skip
