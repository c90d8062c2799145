"""What leads up to each stage, as inputs for `given`: `given(*stages.AGREED)`."""

from __future__ import annotations

from datetime import timedelta

from shared.contracts.texts import TextUncertain

from .events import (
    SLOTS,
    arrived,
    chose,
    crewed,
    departed,
    lost,
    notice_delivered,
    offer_delivered,
    quoted,
    requested,
)
from .given import rings, until

START = SLOTS[0].window.start
END = SLOTS[0].window.end

ASKING = (requested(),)
OFFERED = (*ASKING, quoted())
DELIVERED = (*OFFERED, offer_delivered())
BOOKING = (*DELIVERED, chose(1, by="e-reply"))
UNTOLD = (*BOOKING, crewed(by="e-crew"))
"""The crew is known, and the borrower hears of it nearer to the window."""
AGREED = (*UNTOLD, rings("notice"))
IN_DOUBT = (*AGREED, lost("notice", how=TextUncertain))
PERMITTED = (*AGREED, notice_delivered(at=START - timedelta(hours=41), by="e-receipt"))
DEPARTED = (*PERMITTED, rings("remind"), rings("last-look"), until(START), departed(START))
ARRIVED = (*DEPARTED, until(START + timedelta(minutes=30)), arrived(START + timedelta(minutes=30)))
EXPIRED = (*DELIVERED, rings("offer-expiry"), quoted(ask=2), offer_delivered(2), rings("offer-expiry"))
UNASSIGNED = (*ASKING, quoted(()))
