"""All that waits for a human, as one list: what harms most first, and of one kind what has waited longest. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from .hold_ends import meaning

NeedKind = Literal["process", "reply", "parked", "text-in-doubt", "visit-held", "dead-letter", "switch"]
HARM: dict[NeedKind, tuple[int, str]] = {
    "process": (0, "work stands still"),
    "reply": (1, "it may be an opt-out or a call for help, and the case waits for it"),
    "parked": (2, "nothing more is decided about the case"),
    "text-in-doubt": (3, "nobody knows whether the borrower has it; it is never sent again"),
    "visit-held": (4, "the borrower waits for an answer"),
    "dead-letter": (5, "something that was said to us has not been heard"),
    "switch": (6, "what it stops piles up"),
}
"""NeedKind → its place in the list, and what is wrong with leaving it."""


@dataclass(frozen=True, slots=True)
class Need:
    """`command` is what acts on it in a terminal, `page` where one looks further in a browser. `since` is None where
    nobody noted it. `case` is empty where it is about no single one."""

    kind: NeedKind
    title: str
    why: str
    case: str
    since: datetime | None
    command: str
    page: str

    @property
    def harm(self) -> str:
        return HARM[self.kind][1]

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
    switches: Iterable[Mapping[str, Any]] = (),
) -> list[Need]:
    """Rows are those of the named queries; `processes` are pairs of a name and what it waits for."""
    found = [
        Need("process", f"{name} is not ready", why, "", None, "./doorstep status", "/") for name, why in processes
    ]
    found += map(_reply, replies)
    found += map(_parked, parked)
    found += map(_text, texts)
    found += map(_visit, visits)
    found += map(_letter, letters)
    found += [_switch(row) for row in switches if row["stopped"]]
    return sorted(found, key=_order)


def _order(need: Need) -> tuple[int, bool, float]:
    return need.place, need.since is None, need.since.timestamp() if need.since is not None else 0.0


def _reply(row: Mapping[str, Any]) -> Need:
    item = str(row["id"])[:8]
    return Need(
        "reply", "a reply to read", str(row["why"]), row["case_id"], row["received_at"],
        f"./doorstep replies show {item}", f"/cases/{row['case_id']}",
    )  # fmt: skip


def _parked(row: Mapping[str, Any]) -> Need:
    case = "" if row["service"] == "router" else row["aggregate"]
    item = f"{row['service']}/{row['aggregate']}"
    return Need(
        "parked", f"{row['service']} set it aside, {row['queued']} queued", f"{row['detail']} [{row['code']}]", case,
        row["since"], f"./doorstep dlq show {item}", f"/letters#parked-{row['service']}-{row['aggregate']}",
    )  # fmt: skip


def _text(row: Mapping[str, Any]) -> Need:
    item = str(row["intent"])[:8]
    return Need(
        "text-in-doubt", f"a text in doubt: {row['kind']}", f"looked for at the carrier's {row['looks']} times",
        row["case_id"], row["posting_at"], f"./doorstep texts uncertain {item}", "/texts",
    )  # fmt: skip


def _visit(row: Mapping[str, Any]) -> Need:
    return Need(
        "visit-held", f"a visit is held: {meaning(row['cause'])}", f"{row['why']} [{row['reason']}]", row["case_id"],
        row["since"], f"./doorstep case show {row['case_id']}", f"/cases/{row['case_id']}",
    )  # fmt: skip


def _letter(row: Mapping[str, Any]) -> Need:
    item = str(row["id"])[:8]
    return Need(
        "dead-letter", f"no event, in {row['topic']}", f"{row['detail']} [{row['code']}]", "", row["at"],
        f"./doorstep dlq show {item}", f"/letters#{item}",
    )  # fmt: skip


def _switch(row: Mapping[str, Any]) -> Need:
    return Need(
        "switch", f"{row['what']} is stopped for {row['scope']}", str(row["cause"]), "", row["at"],
        "./doorstep switch ls", "/switches",
    )  # fmt: skip
