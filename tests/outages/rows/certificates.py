"""The broker's certificate expires, and is renewed."""

from __future__ import annotations

from ..certified_kafka import certify
from ..outage_system import Wanted
from ..row import Row
from ..trial import Trial

EXPIRED_S = 30.0


async def _expired(trial: Trial) -> None:
    """Whoever came in before stays in; what comes anew is refused: the broker is started again meanwhile."""
    known, new = await trial.texted(), await trial.debtors(6)
    system = trial.system
    supervisor, folder = system.stack.supervisor, system.stack.folder
    async with trial.outage():
        certify(folder, ends_in_s=-60)
        await supervisor.restart("kafka")
        trial.report(new)
        trial.replies_of(known)
        await trial.wait(EXPIRED_S)
        if not any("certificate" in notice.sentence for notice in system.listener.notices):
            trial.wrong.append("nobody says that it is the certificate")
        certify(folder)
        await supervisor.restart("kafka")


ROWS = (
    Row(
        "certificate-expired", "the broker's certificate expires and is renewed, with a restart of the broker each",
        _expired, ("ready:kafka",), bound_s=240, own=Wanted(certified=True),
    ),
)  # fmt: skip
