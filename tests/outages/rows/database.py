"""PostgreSQL stops, starts again, or can't be reached."""

from __future__ import annotations

import signal

from ..row import Row
from ..trial import Trial

STOPPED_S, AWAY_S, ANSWERS_S = 58.0, 40.0, 20.0
ANSWER_S_MAX = 5.5


async def _stopped(trial: Trial) -> None:
    """Replies come while nobody can store them; the carrier gives up after 15 s, as Twilio does."""
    known, new = await trial.texted(8), await trial.debtors(6)
    async with trial.outage():
        trial.system.signal("postgres", signal.SIGSTOP)
        try:
            trial.report(new)
            trial.replies_of(known[:4])
            await trial.wait(STOPPED_S)
            trial.replies_of(known[4:])
        finally:
            trial.system.signal("postgres", signal.SIGCONT)
    trial.system.clock.speed = 20.0  # the list is read again after half a minute, by the world's clock


async def _restarted(trial: Trial) -> None:
    known, new = await trial.texted(8), await trial.debtors(12)
    supervisor = trial.system.stack.supervisor
    async with trial.outage():
        for turn, number in enumerate((signal.SIGINT, signal.SIGQUIT)):
            trial.report(new[turn * 6 : turn * 6 + 6])
            trial.replies_of(known[turn * 4 : turn * 4 + 4])
            await supervisor.kill("postgres", number)
            await supervisor.up("postgres")
    trial.system.clock.speed = 20.0


async def _half_open(trial: Trial) -> None:
    known, new = await trial.texted(), await trial.debtors(6)
    link = trial.system.links["postgres"]
    async with trial.outage():
        link.become("half-open")
        try:
            trial.report(new)
            trial.replies_of(known)
            await trial.wait(AWAY_S)
        finally:
            link.become("pass")
    trial.system.clock.speed = 20.0


async def _answers(trial: Trial) -> None:
    """Twilio gives 15 s to all attempts together, and asks once more only where nobody answers in 5."""
    known = await trial.texted(8)
    async with trial.outage():
        trial.system.signal("postgres", signal.SIGSTOP)
        try:
            trial.replies_of(known)
            await trial.wait(ANSWERS_S)
        finally:
            trial.system.signal("postgres", signal.SIGCONT)
    trial.system.clock.speed = 20.0
    await trial.recover()
    rows = {row.text("sid"): row for row in trial.system.carrier.rows() if row.kind == "reply"}
    for row in trial.system.carrier.rows():
        if row.kind != "reply-answered" or row.text("sid") not in trial.replies:
            continue
        took = (row.wall - rows[row.text("sid")].wall).total_seconds()
        if row.get("http") not in (200, 503) or took > ANSWER_S_MAX:
            trial.wrong.append(f"a reply was answered {row.text('http')} after {took:.1f} s")


ROWS = (
    Row("database-stopped", "PostgreSQL is stopped (SIGSTOP) for 58 s; replies come", _stopped, ("ready:database",)),
    Row(
        "database-restarted", "PostgreSQL is restarted, fast and then immediate, while replies come", _restarted,
        ("supervisor:postgres",),
    ),
    Row(
        "webhook-answers", "PostgreSQL is stopped for 20 s: each reply is answered within 5 s, and read afterwards",
        _answers, ("ready:database",),
    ),
    Row("database-half-open", "what goes to PostgreSQL is swallowed for 40 s", _half_open, ("ready:database",)),
)  # fmt: skip
