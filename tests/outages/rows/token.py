"""The carrier's token is rotated while everything runs."""

from __future__ import annotations

from dataclasses import replace

from ..outage_system import NEW_TOKEN, TOKEN, TOKEN_FILE
from ..row import Row
from ..trial import Trial

LATE_S = 10.0


async def _rotated(trial: Trial) -> None:
    """The old one is worth nothing from one moment to the next; the file has the new one ten seconds later."""
    known, new = await trial.texted(), await trial.debtors(8)
    system = trial.system
    before = [system.pid(name) for name in ("notifier",)]
    _carrier_takes(trial, NEW_TOKEN)
    try:
        async with trial.outage():
            trial.report(new)
            trial.replies_of(known)
            await trial.wait(LATE_S)
            (system.world / TOKEN_FILE).write_text(NEW_TOKEN, encoding="ascii")
        system.clock.speed = 20.0
        await trial.recover()
        if before != [system.pid(name) for name in ("notifier",)]:
            trial.wrong.append("notifier was started again")
    finally:
        _carrier_takes(trial, TOKEN)
        (system.world / TOKEN_FILE).write_text(TOKEN, encoding="ascii")


def _carrier_takes(trial: Trial, token: str) -> None:
    carrier = trial.system.carrier
    carrier.twin.account = replace(carrier.twin.account, token=token)
    carrier.courier.token = token


ROWS = (
    Row(
        "token-rotated", "the carrier's token is rotated live; its file has the new one ten seconds later", _rotated,
        ("ready:carrier", "ready:webhook-signatures"),
    ),
)  # fmt: skip
