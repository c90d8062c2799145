"""What notifier publishes about a text."""

from __future__ import annotations

from datetime import datetime

from shared.contracts.texts import Fate
from shared.contracts.texts import Text as TextEvent
from shared.decision import Publish

from .state import CaseText


def text_event(event: type[TextEvent], case: str, text: CaseText, reason: str, **more: object) -> Publish:
    """Tell what became of `text`."""
    time = more.pop("time", None)
    data = Fate(
        intent=text.intent,
        kind=text.kind,
        visit=text.visit,
        appointment_version=text.version,
        reason=reason,
        **more,
    )
    return Publish(event, case, data, time if isinstance(time, datetime) else None)
