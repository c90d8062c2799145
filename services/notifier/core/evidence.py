"""What the reminders of a round prove: that texting works, that the number does not, or nothing yet.

1. Only the recipient's codes are evidence against a number, and only those since something was last delivered to it.
2. A handset that was away counts when it stays away: its failures lie further apart than a week.
3. What is on its way, or in doubt, proves nothing. After a week, or when the carrier itself was asked and does not
   know, it is unconfirmed: some networks give no receipts. That is neither delivery nor failure.
4. What failed because of us, of what was said or of the way there counts for nobody.
5. What many borrowers failed with at once is no borrower's (see `text_events`): it comes here without its code.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from .carrier_codes import AWAY, party_of
from .rules import Rules
from .state import CaseText
from .text_status import FAILED, UNDER_WAY


class Evidence(Struct, frozen=True, gc=False):
    """Reminders of the round by what they prove; `against` are failures that the number itself answers for."""

    delivered: int = 0
    against: int = 0
    unconfirmed: int = 0
    failed_otherwise: int = 0


def weigh(asked: Sequence[CaseText], at: datetime, rules: Rules) -> Evidence:
    """What `asked`, the reminders of the round in the order they were opened, prove at `at`."""
    since = max((place for place, text in enumerate(asked) if text.status == "delivered"), default=-1)
    failed = [text for text in asked if text.status in FAILED]
    refused = [text for text in asked[since + 1 :] if text.status in FAILED and party_of(text.code) == "recipient"]
    away = [text for text in asked[since + 1 :] if text.status in FAILED and text.code in AWAY]
    if len(away) > 1 and away[-1].at - away[0].at > rules.look_again:
        refused += away
    return Evidence(
        delivered=sum(text.status == "delivered" for text in asked),
        against=len(refused),
        unconfirmed=sum(is_unconfirmed(text, at, rules) for text in asked),
        failed_otherwise=sum(party_of(text.code) != "recipient" and text.code not in AWAY for text in failed),
    )


def is_unconfirmed(text: CaseText, at: datetime, rules: Rules) -> bool:
    """Will nobody tell any more whether it arrived?"""
    return text.status == "unconfirmed" or (text.status in UNDER_WAY and text.at + rules.look_again <= at)
