"""All that waits for a human, as one list: what harms most first, and of one kind what has waited longest. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from shlex import quote
from typing import Any, Literal

from shared.decision.figures import times

from ..typed import SHORT
from .hold_ends import ends, meaning

NeedKind = Literal[
    "process", "switch-all", "reply", "parked", "text-in-doubt", "visit-held", "dead-letter", "held",
    "texts-used-up", "switch",
]  # fmt: skip
HARM: dict[NeedKind, tuple[int, str]] = {
    "process": (0, "work stands still"),
    "switch-all": (1, "what it stops happens nowhere"),
    "reply": (2, "it may be an opt-out or a call for help, and the case may wait for it"),
    "parked": (3, "nothing more is decided about the case"),
    "text-in-doubt": (4, "nobody knows whether the borrower has it; it is never sent again"),
    "visit-held": (5, "the borrower waits for an answer"),
    "dead-letter": (6, "something that was said to us has not been heard"),
    "held": (7, "who is held stands still until somebody ends it"),
    "texts-used-up": (8, "nothing more happens to it until the borrower, the bank or somebody here does something"),
    "switch": (9, "what it stops piles up"),
}
"""NeedKind → its place in the list, and what is wrong with leaving it."""
STOPPED_FOR_ALL: dict[str, str] = {
    "sending": "nobody is texted anywhere",
    "visiting": "nobody is visited anywhere",
}
BUTTONS: dict[NeedKind, str] = {
    "switch-all": "Let it go on",
    "reply": "Decide",
    "parked": "Look at it",
    "text-in-doubt": "Settle",
    "visit-held": "See the case",
    "dead-letter": "Settle",
    "held": "See who",
    "texts-used-up": "See the case",
    "switch": "Let it go on",
}
BY_SOMEBODY = frozenset(
    {
        "address-wrong",
        "unsafe",
        "complaint",
        "wrong-number",
        "dispute",
        "language-unwritten",
        "unreachable",
        "visits-refused",
    }
)
"""Holds that end when a person here or at the bank does something."""
LISTED_ITSELF = frozenset({"unread-reply", "unread-record"})
"""Holds whose reply or dead letter stands in the list."""
REPLIES = {
    "not-understood": "a reply that nobody understood",
    "who": "a borrower asks who we are",
    "picture": "a borrower sent a picture",
    "machine": "an automatic answer",
    "suppressed": "a reply of somebody who opted out",
    "doubtful-stop": "a reply that may be an opt-out",
    "for-a-person": "a question that no machine answers",
    "visits-refused": "a borrower refuses visits, at any time",
}
"""Why a reply is to be read, in words. Checked against notifier's own list."""


@dataclass(frozen=True, slots=True)
class Need:
    """`command` is what acts on it in a terminal, words in capitals are to be filled in; `page` is where one looks
    further in a browser. `since` is None where nobody noted it. `case` is empty where it is about no single one; of
    `count` many it is the one that has waited longest."""

    kind: NeedKind
    title: str
    why: str
    case: str
    since: datetime | None
    command: str
    page: str
    count: int = 1
    wrong: str = ""
    """What is wrong with leaving it, where that is more than its kind tells."""

    @property
    def button(self) -> str:
        """What one does on the page; nothing where there is nothing to be done on a page."""
        return BUTTONS.get(self.kind, "")

    @property
    def harm(self) -> str:
        return self.wrong or HARM[self.kind][1]

    @property
    def place(self) -> int:
        """Of its kind in the list: what harms most has 0."""
        return HARM[self.kind][0]


def needs(
    *,
    processes: Sequence[tuple[str, str]] = (),
    replies: Iterable[Mapping[str, Any]] = (),
    parked: Iterable[Mapping[str, Any]] = (),
    texts: Iterable[Mapping[str, Any]] = (),
    visits: Iterable[Mapping[str, Any]] = (),
    letters: Iterable[Mapping[str, Any]] = (),
    held: Iterable[Mapping[str, Any]] = (),
    switches: Iterable[Mapping[str, Any]] = (),
    used_up: Iterable[Mapping[str, Any]] = (),
) -> list[Need]:
    """Rows are those of the named queries; `processes` are pairs of a name and what it waits for.

    A row of `letters` is one letter, or with `letters` (how many) the oldest of those of one service, topic and code.
    """
    found = [
        Need("process", f"{name} is not ready", why, "", None, "./doorstep status", "/") for name, why in processes
    ]
    found += map(_reply, replies)
    found += map(_parked, parked)
    found += map(_text, texts)
    found += map(_visit, visits)
    found += map(_letter, letters)
    found += [_held(row) for row in held if row["service"] == "notifier" and row["cause"] in BY_SOMEBODY]
    rests = [_used_up(row) for row in used_up]
    told = {("visiting", f"case:{need.case}") for need in rests}
    found += [*rests, *(_switch(row) for row in switches if row["stopped"] and (row["what"], row["scope"]) not in told)]
    return sorted(found, key=_order)


def by_themselves(held: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Causes of holds that end with time, or by what the borrower or the bank does anyhow, with how many cases."""
    rest = [(str(row["cause"]), int(row["cases"])) for row in held if row["cause"] not in BY_SOMEBODY | LISTED_ITSELF]
    return sorted(rest, key=lambda each: (-each[1], each[0]))


def _order(need: Need) -> tuple[int, bool, float]:
    return need.place, need.since is None, need.since.timestamp() if need.since is not None else 0.0


def reply_words(row: Mapping[str, Any]) -> str:
    """Why it is to be read, and where the hold that it was kept for has ended since, that too."""
    why = str(row["why"])
    said = REPLIES.get(why, f"a reply to read: {why.replace('-', ' ')}")
    return f"{said}; that hold is over" if row.get("hold_over") else said


def _reply(row: Mapping[str, Any]) -> Need:
    item, why = str(row["id"])[:SHORT], str(row["why"])
    return Need(
        "reply", reply_words(row), f"kept for a person to read [{why}]", row["case_id"], row["received_at"],
        f"./doorstep replies show {item} --reason WHY", f"/replies#r-{row['id']}",
    )  # fmt: skip


def _parked(row: Mapping[str, Any]) -> Need:
    case = "" if row["service"] == "router" else row["aggregate"]
    item = f"{row['service']}/{row['aggregate']}"
    return Need(
        "parked", f"{row['service']} set it aside, {row['queued']} waiting", f"{row['detail']} [{row['code']}]", case,
        row["since"], f"./doorstep dlq show {quote(item)}", f"/letters/parked/{item}",
    )  # fmt: skip


def _text(row: Mapping[str, Any]) -> Need:
    item = str(row["intent"])[:SHORT]
    return Need(
        "text-in-doubt", f"a text in doubt: {row['kind']}", f"looked for at the carrier's {times(row['looks'])}",
        row["case_id"], row["posting_at"], f"./doorstep texts settle {item} --SENT-OR-NOT-SENT",
        f"/texts#t-{row['intent']}",
    )  # fmt: skip


def _visit(row: Mapping[str, Any]) -> Need:
    what = "a visit waits for an operator" if row["cause"] == "visit-operator" else meaning(row["cause"])
    return Need(
        "visit-held", what, f"{row['why']} [{row['reason']}]", row["case_id"],
        row["since"], f"./doorstep case show {quote(row['case_id'])}", f"/cases/{row['case_id']}",
    )  # fmt: skip


def _letter(row: Mapping[str, Any]) -> Need:
    item, count = str(row["id"])[:SHORT], int(row.get("letters", 1))
    act = f"show {item}"
    if count > 1:
        act = f"replay --all --service {row['service']} --topic {row['topic']} --code {quote(row['code'])}"
    return Need(
        "dead-letter", f"a record in {row['topic']} that nobody can read",
        f"{row['detail']} [{row['code']}]", row.get("case_id") or "",
        row["at"], f"./doorstep dlq {act}", f"/letters/{row['id']}",
        count,
    )  # fmt: skip


def _held(row: Mapping[str, Any]) -> Need:
    cause = row["cause"]
    return Need(
        "held", f"held: {meaning(cause)}", f"ends by {ends(cause)}", row["case_id"] or "", row["since"],
        f"./doorstep held ls --cause {cause}", f"/holds?cause={cause}", row["cases"],
    )  # fmt: skip


def _used_up(row: Mapping[str, Any]) -> Need:
    case = row["case_id"]
    return Need(
        "texts-used-up", "its texts are used up, and visits are switched off for it", row["why"], case, row["since"],
        f"./doorstep switch resume visiting --scope {quote(f'case:{case}')} --cause WHY", f"/cases/{case}",
    )  # fmt: skip


def _switch(row: Mapping[str, Any]) -> Need:
    whole = row["scope"] == "all"
    return Need(
        "switch-all" if whole else "switch", f"{row['what']} is stopped for {row['scope']}", str(row["cause"]),
        row["scope"].removeprefix("case:") if row["scope"].startswith("case:") else "", row["at"],
        f"./doorstep switch resume {row['what']} --scope {quote(row['scope'])} --cause WHY", "/switches",
        wrong=STOPPED_FOR_ALL.get(row["what"], "") if whole else "",
    )  # fmt: skip
