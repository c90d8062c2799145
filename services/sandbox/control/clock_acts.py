"""What may be done to the world's clock. It is never moved past what is in work: the clock driver sees to that."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.sandbox.conductor.pace import JUMP_MAX, SPEED_MAX, ClockPace

from .refusal import WRONG, NotDone

MORNING = time(9, 0)
"""When texts may go out again."""
HEADLONG = "A month may pass within seconds; a pause stops it, and 60 is a minute in each second."
"""What speed 0 means to whoever looks on."""


SHORTEST_WAIT = timedelta(minutes=30)
"""So long services wait for one another, by this clock, before a visit is held for it: the default pack's
`quote_wait_min`."""
ANSWERS_S = 2.0
"""Within that they answer, also on a busy machine."""


def next_morning(now: datetime, zone: str) -> datetime:
    """The next nine o'clock there, today's if it is still to come."""
    there = now.astimezone(ZoneInfo(zone))
    day = there.date() if there.time() < MORNING else there.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, ZoneInfo(zone))


def paused(pace: ClockPace) -> str:
    if pace.paused:
        raise NotDone("The clock stands still already.")
    pace.pause()
    return "The clock stands still; services finish what is in work."


def going(pace: ClockPace) -> str:
    if not pace.paused:
        raise NotDone("The clock goes already.")
    pace.go()
    return f"The clock goes on, {pace_said(pace.speed)}.{_warned(pace.speed)}"


def running_at(pace: ClockPace, speed: object) -> str:
    if isinstance(speed, bool) or not isinstance(speed, int | float) or not 0 <= speed <= SPEED_MAX:
        raise NotDone(f"A speed is a number from 0 to {SPEED_MAX:,.0f}: virtual seconds a second.", WRONG)
    pace.run_at(float(speed))
    return f"The clock goes {pace_said(pace.speed)}.{_warned(pace.speed)}"


def jumping(pace: ClockPace, now: datetime, zone: str, hours: object, to: object) -> str:
    if to == "morning":
        at = next_morning(now, zone)
    elif to == "text":
        pace.jump_to(now + JUMP_MAX, until_text=True)
        where = f"where the next text reaches a phone, at most {JUMP_MAX.days} days ahead"
        return f"The clock jumps to {where}{_afterwards(pace)}."
    elif isinstance(hours, int | float) and not isinstance(hours, bool) and 0 < hours <= JUMP_MAX / timedelta(hours=1):
        at = now + timedelta(hours=hours)
    else:
        raise NotDone(
            f"A jump is to the next morning, the next text, or over 1 to {JUMP_MAX.days * 24:,} hours.", WRONG
        )
    pace.jump_to(at)
    when = f"{at.astimezone(ZoneInfo(zone)):%A, %d %B, %H:%M}"
    return f"The clock jumps to {when}, waiting wherever something is in work{_afterwards(pace)}."


def pace_said(speed: float) -> str:
    """`60 times as fast as the real one`."""
    if speed == 0:
        return "as fast as work gets done, from one moment to the next"
    return "as the real one does" if speed == 1 else f"{speed:,g} times as fast as the real one"


def pace_warning(speed: float) -> str:
    """What a speed means to whoever looks on, where that is more than that time goes fast."""
    if speed == 0:
        return HEADLONG
    passes_s = SHORTEST_WAIT.total_seconds() / speed
    if passes_s >= ANSWERS_S:
        return ""
    return (
        f"No service keeps up: half an hour, which a service waits for another's answer, passes within {passes_s:.2g}"
        " s, so that one that works may be called silent, and visits are held for it. 0 waits for all of them."
    )


def _afterwards(pace: ClockPace) -> str:
    return "; there it stands still again" if pace.paused else f"; from there it goes {pace_said(pace.speed)}"


def _warned(speed: float) -> str:
    told = pace_warning(speed)
    return f" {told}" if told else ""
