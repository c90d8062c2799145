"""What each hold of a case is, and what ends it. Checked against notifier's own lists."""

from __future__ import annotations

# cause → (what it means, what ends it besides an operator's word)
CAUSES: dict[str, tuple[str, str]] = {
    "part-paid": ("a part of the debt was paid", "its end, another payment"),
    "plan-signed": ("a signed plan stops collection", "plan broken, from the bank"),
    "dispute": ("the debt is disputed", "dispute closed, from the bank"),
    "hold": ("the bank holds it", "its end, hold lifted"),
    "opted-out": ("the borrower wants no texts", "START from the borrower"),
    "wrong-number": ("the number is somebody else's", "details corrected with another number"),
    "hardship": ("trouble paying", "its end, a plan"),
    "promise": ("the borrower promised to pay", "its end, the payment"),
    "paid-claimed": ("the borrower says it is paid", "its end, the payment"),
    "visited": ("a rest after a visit, or one that was called off", "its end"),
    "no-answer": ("no offer was answered", "its end"),
    "address-wrong": ("the borrower does not live there", "details corrected"),
    "unsafe": ("a visit would not be safe", "hold lifted by the bank"),
    "complaint": ("somebody complained", "hold lifted by the bank"),
    "unconfirmed": ("nobody knows whether texts arrive", "a receipt, details corrected, its end"),
    "language-unwritten": ("their language is none that we text in", "details corrected with one that we write"),
    "unread-reply": ("replies that nobody understood", "a person settling it, one that is understood, its end"),
    "unread-record": ("a record about it can't be read", "settling its dead letter: replay, mend, discard"),
    "forgotten-person": ("the borrower was forgotten on demand", "the bank naming them by a new id and key"),
    "visits-refused": ("the borrower refuses visits", ""),
    "unreachable": ("texts don't reach the number", "a receipt, details corrected, its end"),
}
BARRED = frozenset(
    {
        "opted-out",
        "wrong-number",
        "dispute",
        "plan-signed",
        "unread-record",
        "language-unwritten",
        "forgotten-person",
        "hold",
    }
)
"""Holds that no operator may end."""
VISIT_WAITS = {
    "operator": "an operator's word",
    "crew": "a crew that can go",
    "router": "the router's answer",
    "switch": "a switch to be resumed",
    "channel": "a way to text the borrower",
    "ledger": "another decision about the same person",
    "other-visit": "another visit to the same person to end",
}
VISIT_CAUSES = tuple(f"visit-{waits_for}" for waits_for in VISIT_WAITS)
"""What scheduler holds a visit for. Checked against its own list."""


def waiting(waits_for: str) -> str:
    """What a held visit waits for, in words."""
    return VISIT_WAITS.get(waits_for, waits_for.replace("-", " "))


def meaning(cause: str) -> str:
    if cause in VISIT_CAUSES:
        return f"a visit waits for {waiting(cause.removeprefix('visit-'))}"
    return CAUSES.get(cause, (cause.replace("-", " "), ""))[0]


def ends(cause: str) -> str:
    """By what, an operator's word with it: what is said after "ends by"."""
    besides = _besides(cause)
    if cause not in CAUSES or cause in BARRED:
        return besides
    return f"{besides}, or an operator" if besides else "an operator alone"


def may_be_ended(cause: str) -> bool:
    """By an operator's word. The notifier refuses the rest, and decides."""
    return cause in CAUSES and cause not in BARRED


def not_by_us(cause: str) -> str:
    """What ends a hold that no operator may end, as a sentence; nothing of others."""
    return f"It ends by: {_besides(cause)}." if cause in BARRED else ""


def without_us(cause: str) -> str:
    """The same in a sentence for whoever may say that it is over."""
    if cause not in CAUSES:
        return ""
    besides = _besides(cause)
    if cause in BARRED:
        return f"Saying that it is over does not end it. {not_by_us(cause)}"
    return f"Without a word of ours it ends by: {besides}." if besides else "Only our word ends it."


def _besides(cause: str) -> str:
    return CAUSES.get(cause, ("", ""))[1]
