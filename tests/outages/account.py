"""What the carrier, the topics and the tables say became of a row's cases: what is lost, and what happened twice. Pure.

Two sources, and neither knows the services' code: the texts that are due by what the row sent, counted in the carrier's
own file; and the verifier's findings on everything there is, as far as earlier rows did not have them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.verifier.verdict import Breach


@dataclass(frozen=True, slots=True)
class PostedText:
    """A text that the carrier took, of the case whose phone it went to."""

    case: str
    intent: str


@dataclass(frozen=True, slots=True)
class Account:
    """Sentences. `wrong` is what the verifier found besides."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    wrong: tuple[str, ...]


def account_of(due: Mapping[str, int], posted: Sequence[PostedText], findings: Iterable[Breach]) -> Account:
    """`due` says how many first texts each case of the row must have had by now (0: it must have had none)."""
    counts = Counter(text.case for text in posted)
    intents = Counter(text.intent for text in posted)
    lost = [f"{case}: {counts[case]} of {wanted} texts posted" for case, wanted in due.items() if counts[case] < wanted]
    doubled = [
        f"{case}: {counts[case]} texts posted, {wanted} due" for case, wanted in due.items() if counts[case] > wanted
    ]
    doubled += [f"text {intent} was posted {count} times" for intent, count in intents.items() if count > 1]
    wrong: list[str] = []
    for finding in findings:
        {"lost": lost, "doubled": doubled}.get(finding.kind, wrong).append(str(finding))
    return Account(tuple(lost), tuple(doubled), tuple(wrong))
