"""Sound events for each topic that notifier reads: what is sent behind a bad record has to be handled."""

from __future__ import annotations

from datetime import datetime, timedelta

from .record import Doc, sound, stamp, written

VISIT = {"visit": "v-corpus", "region": "kent", "booking": "bk-1", "crew": ["c-1", "c-2"]}


def sound_on(topic: str, case: str, now: datetime) -> tuple[bytes, bytes]:
    """Key and value of an event for `topic` about `case`; one for `switches` is about its scope."""
    if topic == "switches":
        scope = f"case:{case}"
        thrown = {"type": "doorstep.switch.resumed.v1", "subject": scope, "data": {"what": "sending", "cause": "drill"}}
        return scope.encode(), written(sound(case, now) | thrown)
    return case.encode(), written(sound(case, now) | _CHANGES[topic](case, now))


def _outcome(case: str, now: datetime) -> Doc:
    return {"type": "doorstep.visit.ended.v1", "source": "crew-app", "data": VISIT | {"outcome": "not-home"}}


def _withdrawn(case: str, now: datetime) -> Doc:
    data = {"intent": "4f9d1b7a-3c55-5f0e-9a59-0d2a6a1f3e11", "visit": "v-corpus", "cause": "moved"}
    return {"type": "doorstep.text.withdrawn.v1", "source": "scheduler", "data": data}


def _kept(case: str, now: datetime) -> Doc:
    reason = {"code": "kept", "text": "the visit took place"}
    data = {"visit": "v-corpus", "region": "kent", "version": 1, "reason": reason}
    return {"type": "doorstep.appointment.kept.v1", "source": "scheduler", "data": data}


def _overdue(case: str, now: datetime) -> Doc:
    return {"time": stamp(now - timedelta(minutes=1))}


_CHANGES = {"loans": _overdue, "outcomes": _outcome, "text-requests": _withdrawn, "appointments": _kept}
