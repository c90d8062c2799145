"""A window that was guessed is asked back about: when that is worth a text, and how long it stays so.

1. Only what takes a window is asked back. Whatever else is half understood brakes or calls off, which harms nobody.
2. Once: about the first reply in a row that we could not act on. The second goes to a person (see `unread_replies`).
3. A window keeps the number of its offer, and 4 and 5 mean what they mean everywhere. So whichever text of ours the
   borrower looks at, a digit says the same.
4. It is not sent any more when it has been answered meanwhile, or the offer is not open.
5. The reply is kept for a person as any other: who never answers has said something all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.values import Window

from .authority import Forbidden
from .formats import ASKED_BACK
from .inputs import ReplyRead
from .lookup import LoanContext
from .reply_meanings import guessed_window
from .state import CaseText, KnownState, Visiting


@dataclass(frozen=True, slots=True)
class AskedBack:
    """The window that is asked about, one of `among` (those of the offer, in its order), and the digit that it has."""

    number: int
    window: Window
    among: tuple[Window, ...]
    version: int

    @property
    def shown(self) -> str:
        """For whoever reads why: `2 (2026-11-29 13:00)`."""
        return f"{self.number} ({self.window.local.replace('T', ' ')})"


def asks_back(state: KnownState, read: ReplyRead, context: LoanContext) -> AskedBack | None:
    """What to ask the borrower back, instead of saying that we did not understand."""
    offer, number = read.question, guessed_window(read)
    if context.rules.format < ASKED_BACK or offer is None or number is None or state.loan.unread:
        return None
    if offer.kind != "offer" or not _is_offered(state, offer.visit) or not 1 <= number <= len(offer.windows):
        return None
    window = offer.windows[number - 1]
    return AskedBack(number, window, offer.windows, offer.version) if window.start > context.at else None


def asked_in_vain(state: KnownState, text: CaseText, at: datetime) -> Forbidden | None:
    """Why a question that waited needs no answer any more."""
    if text.kind != "asked-back" or text.wording is None or text.wording.window is None:
        return None
    if not state.loan.unread:
        rule = "house: who answered is not asked again"
    elif any(other.kind == "offer" and other.at > text.at for other in state.loan.texts):
        rule = "house: who is offered other times is not asked about the former"
    elif not _is_offered(state, text.visit):
        rule = "house: nobody is asked about an offer that is not open any more"
    elif text.wording.window.start <= at:
        rule = "house: nobody is asked about a window that has begun"
    else:
        return None
    return Forbidden("answered-meanwhile", rule)


def _is_offered(state: KnownState, visit: str | None) -> bool:
    return isinstance(state, Visiting) and state.stage == "offered" and state.visit == visit
