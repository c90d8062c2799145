"""Nobody waits for a reason that is ours: our account, our number, the network's bad day, receipts that never came, or
words that no person wrote.

What the carrier's codes say of whom is written down here once more, on purpose (twilio.com/docs/api/errors).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from ..history import History
from ..tables import Tables
from ..verdict import Breach

OF_THE_RECIPIENT = frozenset({21211, 21214, 21217, 21610, 21614, 30003, 30004, 30005, 30006})
"""Codes that say something about the number that was texted. No other may count against a borrower."""
A_PERSON_S = frozenset({"opt-out", "wrong-number", "hardship", "dispute", "slot", "promise", "paid"})
"""What only somebody can mean."""
SETTLES = timedelta(days=2)


def check(history: History) -> Iterator[Breach]:
    yield from _machines(history)
    if history.tables is not None:
        yield from _unreachable(history, history.tables)
        yield from _in_doubt(history, history.tables)


def _machines(history: History) -> Iterator[Breach]:
    """An automatic answer, or our own words quoted, are nobody's answer."""
    machines = {row.text("sid") for row in history.rows("reply") if row.get("meant") == "machine"}
    for fact in history.all("reply.understood"):
        meant = {str(meaning.get("kind")) for meaning in fact.data.get("meanings") or ()} & A_PERSON_S
        if str(fact.get("words", "of")) in machines and meant:
            why = f"{fact.get('words', 'of')} came from a machine and was taken for: {', '.join(sorted(meant))}"
            yield Breach("held-by-us", "machine-believed", fact.case, why)


def _unreachable(history: History, tables: Tables) -> Iterator[Breach]:
    said: defaultdict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for row in history.twin:
        if row.kind in ("status", "refused") and row.text("intent") in history.texts:
            code = row.get("code")
            status = row.text("status") or "refused"
            case = history.texts[row.text("intent")].case
            said[case].append((status, int(code) if code is not None else None))
    for case, causes in tables.held.items():
        words = said[case]
        if "unreachable" in causes and not any(code in OF_THE_RECIPIENT for _, code in words):
            codes = sorted({code for _, code in words if code is not None})
            why = f"held as unreachable, and the carrier never said that of the number; it said {codes or 'nothing'}"
            yield Breach("held-by-us", "unreachable-because-of-us", case, why)
        if "unconfirmed" in causes and any(status == "delivered" for status, _ in words):
            why = "held because nobody says whether texts arrived, and the carrier has receipts for them"
            yield Breach("held-by-us", "receipt-not-asked-for", case, why)


def _in_doubt(history: History, tables: Tables) -> Iterator[Breach]:
    """What the carrier has is found in its list."""
    since = {str(fact.get("intent")): fact.at for fact in history.all("text.uncertain")}
    for post in history.posts:
        row, at = tables.texts.get(post.text("intent")), since.get(post.text("intent"))
        if row is not None and row.status == "uncertain" and at is not None and not history.is_recent(at, SETTLES):
            why = f"{row.kind} {post.text('intent')} is in doubt since {at:%Y-%m-%d %H:%M}, and the carrier has it"
            yield Breach("held-by-us", "text-left-in-doubt", row.case, why)
