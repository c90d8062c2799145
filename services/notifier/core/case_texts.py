"""How the texts of a case change: a part of `evolve`, and as pure."""

from __future__ import annotations

from shared.decision.replaced import replace

from .changes import TextOpened, TextStatusChanged, TextsWithdrawn
from .former_withdrawals import withdrawn_before
from .state import CaseLoan, CaseText
from .text_status import ENDED, climbs

ENDED_KEPT_MAX = 8
"""Ended texts that a case remembers, so that late reports of them are known for what they are."""


def opened(loan: CaseLoan, change: TextOpened) -> CaseLoan:
    return replace(
        loan,
        texts=_kept((*loan.texts, change.text)),
        texts_made=loan.texts_made + 1,
        reached=loan.reached if change.step is None else change.step,
    )


def moved(loan: CaseLoan, change: TextStatusChanged) -> CaseLoan:
    return replace(
        loan,
        texts=tuple(_climbed(text, change) if text.intent == change.intent else text for text in loan.texts),
        texted=loan.texted or change.status in ("accepted", "sent", "delivered"),
    )


def _climbed(text: CaseText, change: TextStatusChanged) -> CaseText:
    if change.status == "intended":
        # Its time ran out before anybody posted it: the authority is asked again. The one step down there is.
        return replace(text, status="intended", at=change.at, claimed_at=None) if text.status == "claimed" else text
    if not climbs(text.status, change.status):
        return text
    if change.status == "claimed":
        return replace(text, status="claimed", at=change.at, claimed_at=change.at)
    return replace(text, status=change.status, at=change.at, wording=None, code=change.code)


def without_texts(loan: CaseLoan, withdrawn: TextsWithdrawn, cause: str) -> CaseLoan:
    """The texts that the change took back; a change of before it named them took back what was the rule then."""
    gone = withdrawn_before(loan, cause) if withdrawn is None else withdrawn
    texts = tuple(
        replace(text, status="withdrawn", wording=None) if text.waits and text.intent in gone else text
        for text in loan.texts
    )
    return replace(loan, texts=texts)


def quieted(loan: CaseLoan) -> CaseLoan:
    return replace(loan, texts=tuple(replace(text, asks=False) if text.asks else text for text in loan.texts))


def _kept(texts: tuple[CaseText, ...]) -> tuple[CaseText, ...]:
    """Texts without the oldest ended ones that no longer count."""
    if len(texts) <= ENDED_KEPT_MAX:
        return texts
    spare = [text for text in texts if text.status in ENDED and not text.asks]
    gone = {text.intent for text in spare[:-ENDED_KEPT_MAX]}
    return tuple(text for text in texts if text.intent not in gone) if gone else texts
