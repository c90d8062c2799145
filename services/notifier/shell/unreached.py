"""Why the carrier could not be asked: a name for the log, and words for a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twilio.base.exceptions import TwilioRestException, TwilioServiceException

from shared.runtime import metrics

from .twilio_http import WAY, NeverLeft, Way

REFUSALS = (TwilioRestException, TwilioServiceException)
"""Two forms of the same: the second where the content has the fields of RFC 9457. Neither is the other's kind."""
HTTP = "http-"
NOBODY, LATE = "nobody answers there", "it does not answer in time"
WORDS = {
    **dict.fromkeys(("ClientConnectorError", "ConnectError", "ServerDisconnectedError", "ClientOSError"), NOBODY),
    **dict.fromkeys(("TimeoutError", "NotWholeInTime", "ConnectionTimeoutError", "SocketTimeoutError"), LATE),
    "ClientConnectorDNSError": "its host is not known here",
    "ClientConnectorCertificateError": "its certificate is none that we trust",
    "ClientConnectorSSLError": "it speaks no TLS there",
    **dict.fromkeys((f"{HTTP}401", f"{HTTP}403"), "it refuses TWILIO_ACCOUNT_SID with this token"),
}


def why(error: Exception) -> str:
    """The name of what was in the way, or the status of the answer."""
    if isinstance(error, REFUSALS):
        return f"{HTTP}{WAY.get(Way()).status}"
    return str(error) if isinstance(error, NeverLeft) else type(error).__name__


def words(why: str) -> str:
    return WORDS.get(why) or (f"it answers {why.removeprefix(HTTP)}" if why.startswith(HTTP) else why)


def told_to(facts: dict[str, Any]) -> Callable[[str | None], None]:
    """Keeps in `facts` whether the carrier answered when it was asked last, and counts it.

    That alone makes nobody unready: what has to be texted waits and is safe, no restart would help, and a probe that
    takes us out would keep the webhook from hearing a STOP. Posting that has stopped is a cause of its own.
    """

    def tell(why: str | None) -> None:
        facts["carrier"] = {"answers": why is None, "why": "" if why is None else words(why)}
        metrics.gauge("carrier_answers", int(why is None))

    return tell
