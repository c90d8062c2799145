"""A judgement on the carrier by what became of texts, each counted once by what it is now. Pure.

Not by events: a text that was sent and then delivered has two of them. What is still ours or was taken back says
nothing of the carrier. The minutes are those of the services' clock, which in the sandbox is not ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from .text_outcomes import OURS, OUTCOMES
from .verdicts import SANDBOX_CLOCK, PartVerdict

CARRIER_MINUTES = 60
DOUBT_SHARE = 0.05
OPTED_OUT = 21610
"""Twilio's code for a recipient who opted out there: it does what it should, so that is no failure of the carrier's."""
QUERY = (
    "SELECT status, count(*) FROM notifier_published.text_fates"
    f" WHERE at >= now - {CARRIER_MINUTES} min GROUP BY status: each text once, by what it is now, but for those"
    f" refused with {OPTED_OUT} because their borrower opted out"
)
DOUBTS = "./doorstep texts uncertain"
CODES = "The page Texts counts what failed by the carrier's codes."
Fared = Literal["sent", "failed", "in doubt"]


def carrier_asked(now: datetime) -> dict[str, Any]:
    """What `texts_moved` is asked with."""
    return {"since": now - timedelta(minutes=CARRIER_MINUTES), "opted_out": OPTED_OUT}


def carrier_verdict(
    moved: Iterable[Mapping[str, Any]] | None, *, virtual: bool = False, problem: tuple[str, str] | None = None
) -> PartVerdict:
    """`moved` are the rows of `texts_moved`: status, texts and opted_out; None before they were read.

    `problem` is what the notifier says of the carrier while it can't post, with what to do.
    """
    if problem is not None:
        return PartVerdict("carrier", "bad", "refuses", problem[0], "GET /ready of notifier: carrier", problem[1])
    if moved is None:
        return PartVerdict("carrier", "wait", "unknown", "its texts are not counted yet", QUERY)
    rows = list(moved)
    fared, refused = _fared(rows), sum(row["opted_out"] for row in rows)
    sent, failed, doubted = fared["sent"], fared["failed"], fared["in doubt"]
    whose = f" {SANDBOX_CLOCK}" if virtual else ""
    if refused and not fared.total():
        said = f"{refused:,} refused to who opted out in {CARRIER_MINUTES} min{whose}"
        return PartVerdict("carrier", "good", "takes texts", said, QUERY)
    if not fared.total():
        return PartVerdict("carrier", "good", "quiet", f"no text in the last {CARRIER_MINUTES} min{whose}", QUERY)
    opted_out = f", {refused:,} refused to who opted out" if refused else ""
    said = f"{sent:,} sent, {failed:,} failed, {doubted:,} in doubt{opted_out} in {CARRIER_MINUTES} min{whose}"
    remedy = DOUBTS if doubted else CODES
    if not sent:
        return PartVerdict("carrier", "bad", "refuses" if failed else "in doubt", said, QUERY, remedy)
    if failed + doubted > DOUBT_SHARE * fared.total():
        return PartVerdict("carrier", "wait", "uneven", said, QUERY, remedy)
    return PartVerdict("carrier", "good", "takes texts", said, QUERY)


def _fared(moved: Iterable[Mapping[str, Any]]) -> Counter[Fared]:
    counts: Counter[Fared] = Counter()
    for row in moved:
        outcome = OUTCOMES.get(row["status"], "under way")
        if outcome in ("failed", "in doubt"):
            counts["failed" if outcome == "failed" else "in doubt"] += row["texts"]
        elif outcome != "withdrawn" and row["status"] not in OURS:
            counts["sent"] += row["texts"]
    return counts
