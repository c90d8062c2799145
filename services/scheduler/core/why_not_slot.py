"""Why not this window? The rules that an offer asks of a window, asked of one that somebody names."""

from __future__ import annotations

from collections.abc import Iterator

from shared.contracts.values import Window
from shared.contracts.why_not import WhyNotAnswer, WhyNotLine
from shared.decision.answers import answer_of, in_words, line

from .lookup import AppointmentContext
from .slots import SlotRule, objections, search
from .state import Asking, ClosedVisit, Idle, Offered, OpenStage, agreement_of, awaited

AGAINST: dict[SlotRule, str] = {
    "window-begun": "it has begun",
    "too-far-ahead": "it is too far ahead",
    "too-near-for-notice": "it is too near for a crew to be found and for notice to be given before it",
    "local-time-differs": "at that local time the clocks are changed: there is no such moment there",
    "out-of-hours": "the whole window has to lie within visiting hours of one day",
    "person-visited": "another visit of this person is too near",
}
CLEAR: dict[SlotRule, str] = {
    "window-begun": "it lies ahead",
    "too-far-ahead": "it is not too far ahead",
    "too-near-for-notice": "there is time to find a crew and to give notice",
    "local-time-differs": "the local time is one that clocks show",
    "out-of-hours": "the whole window lies within visiting hours",
    "person-visited": "no other visit of this person is near",
}


def why_not_slot(window: Window, context: AppointmentContext) -> tuple[WhyNotAnswer, ...]:
    """One answer about `window`. Whether a crew could serve it, the router knows."""
    stage, about = context.appointment.stage, window.local.replace("T", " ")
    again = min(awaited(stage).values(), default=None)
    if isinstance(stage, Idle | ClosedVisit):
        text = "no visit is open, so no window is offered"
        return (answer_of(about, in_words("no-visit-open", text), False, again, (line("no-visit-open", False, text),)),)
    lines = (*_whereabouts(stage, window, context), *_rules(stage, window, context))
    first = next((each for each in lines if not each.met), None)
    said = in_words("slot-usable", "it may be offered, if the router has a crew for it")
    if first is not None:
        said = in_words(first.code, first.text, rule=first.rule)
    return (answer_of(about, said, first is None, again, lines),)


def _whereabouts(stage: OpenStage, window: Window, context: AppointmentContext) -> Iterator[WhyNotLine]:
    scope = context.visits_stopped(stage.visit)
    stopped = f"visits are stopped for {scope}" if scope is not None else "no switch stops visits here"
    yield line("visiting-stopped", scope is None, stopped)
    agreement = agreement_of(stage)
    if agreement is not None and agreement.window.start != window.start:
        yield line("slot-chosen", False, f"another window is agreed on: {agreement.window.local.replace('T', ' ')}")
    offered = stage.offer.slots if isinstance(stage, Offered) and stage.offer is not None else ()
    for digit, slot in enumerate(offered, 1):
        if slot.window.start == window.start:
            yield line("slot-offered", True, f"it is offered, under the digit {digit}")


def _rules(stage: OpenStage, window: Window, context: AppointmentContext) -> Iterator[WhyNotLine]:
    rules, visit = context.rules, stage.visit
    found = {each.code: each for each in objections(window, context.at, context.taken(visit), rules)}
    for code, clear in CLEAR.items():
        objection = found.get(code)
        yield line(
            code, objection is None, clear if objection is None else AGAINST[code], objection.cite if objection else ""
        )
    around = stage.around if isinstance(stage, Asking | Offered) else None
    not_before = stage.not_before if isinstance(stage, Asking) else None
    first, last = search(context.at, visit.zone, around, rules, not_before)
    searched = first <= window.start and window.end <= last
    yield line(
        "not-searched", searched,
        "it lies within the days in which windows are looked for" if searched
        else "it lies outside the days in which windows are looked for, unless the borrower asks for that time",
    )  # fmt: skip
