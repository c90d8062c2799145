"""Why nobody could be sent: a sentence for each kind of obstacle, with how many it kept away. No names, no places.

Each collector is counted once, under the obstacle met furthest on the way to being sent: who is away on Monday but
only too far off on Tuesday counts as too far off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shared.contracts.values import Reason, Window
from shared.decision.figures import counted
from shared.policy import Limits

from .day_routes import DayRoutes
from .lookup import PlanningRules
from .obstacles import OBSTACLES, Obstacle, obstacles
from .visit_site import VisitSite

TEXTS: dict[Obstacle, str] = {
    "home-unknown": "whose registration or home can't be read",
    "excluded": "who must not come to this door again",
    "no-certificate": "without a valid certificate on the day",
    "no-shift": "without a shift in the time asked for",
    "absent": "whose shift it is, but who are absent or on duty elsewhere",
    "in-another-crew": "who go that day with a crew that can't take this visit",
    "too-far": "who live or work too far away",
    "no-free-time": "whose day leaves no time for it",
    "crew-too-small": "who could come, but not enough of them at the same time",
}


def home_unreadable() -> Reason:
    return Reason(code="home-unreadable", text="the borrower's home can't be read: its key is gone or it is damaged")


def visiting_stopped(scope: str) -> Reason:
    return Reason(code="visiting-stopped", text=f"visiting is stopped for {scope}")


def window_passed() -> Reason:
    return Reason(code="window-passed", text="the window agreed on is over")


def outside_hours(limits: Limits) -> Reason:
    rule = next((leaf.rule for leaf in limits.contact.windows if "visit" in leaf.value.channels), "")
    return Reason(code="outside-hours", text="no window of the time asked for lies within visiting hours", rule=rule)


def refusals(
    planned: DayRoutes, site: VisitSite, windows: Sequence[Window], rules: PlanningRules, limits: Limits
) -> tuple[Reason, ...]:
    """At least one reason; the obstacles that most collectors met come first."""
    total = len(planned.region.collectors)
    if not total:
        return (Reason(code="no-collectors", text="the region has no collectors"),)
    met = Counter(obstacles(planned, site, windows, rules).values())
    ordered = sorted(met, key=lambda code: (-met[code], OBSTACLES.index(code)))
    return tuple(
        Reason(code=code, text=f"{met[code]} of {counted(total, 'collector')}: {TEXTS[code]}", rule=_rule(code, limits))
        for code in ordered
    )


def _rule(code: Obstacle, limits: Limits) -> str:
    visit = limits.visit
    cited: dict[Obstacle, str] = {"no-certificate": visit.certificates.rule, "crew-too-small": visit.crew_size.rule}
    return cited.get(code, "")
