"""The permit: every rule of a visit with the event that satisfied it. One that is not satisfied means no permit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.decision.figures import counted, lasting
from shared.policy.local_time import local_day

from .inputs import NoticeReceipt
from .lookup import AppointmentContext
from .notice import keeps_promise, lead
from .state import Agreed, InDoubt
from .visit_values import PermitGround


@dataclass(frozen=True, slots=True)
class Missing:
    """A rule that is not satisfied, and the pack's leaf."""

    rule: str
    why: str
    cite: str = ""


def check(
    stage: Agreed | InDoubt, receipt: NoticeReceipt, context: AppointmentContext
) -> tuple[PermitGround, ...] | Missing:
    """The lines of the permit, or what is missing. `receipt` is the notice's, for this very version.

    That no brake came is known from the stage itself: a brake ends every stage at once. So its line rests on the
    request that the brake would have withdrawn.
    """
    first = next(missing(stage, receipt, context), None)
    if first is not None:
        return first
    rules = context.rules
    visit, crew, agreement = stage.visit, stage.crew, stage.agreement
    ahead, needed = lasting(lead(agreement.window, receipt.at)), lasting(rules.lead)
    names = ", ".join(visit.needs.certificates) or "none"
    return (
        _line("visit-requested", visit.requested_by, "the visit gate was met: long overdue, large, texting had failed"),
        _line(
            "slot-chosen", agreement.chosen_by, f"the borrower chose {agreement.window.local} ({rules.consent_cite})"
        ),
        _line(
            "crew-legal",
            crew.assigned_by,
            f"{counted(len(crew.ids), 'collector')} together; certificates at that time: {names}",
        ),
        _line("notice-delivered", receipt.by, f"{ahead} ahead, at least {needed} ({rules.lead_cite})"),
        _line("no-brake", visit.requested_by, "nothing has withdrawn the request"),
        _line(
            "contact-hours",
            agreement.chosen_by,
            f"the whole window is in contact hours ({rules.calendar.rule_of('visit', agreement.window)})",
        ),
        _line("not-stopped", receipt.by, "no switch stopped visits when the receipt was read"),
    )


def missing(stage: Agreed | InDoubt, receipt: NoticeReceipt, context: AppointmentContext) -> Iterator[Missing]:
    """Every rule that is not satisfied, in the order in which they are told."""
    rules, window, crew = context.rules, stage.agreement.window, stage.crew.ids
    scope = context.visits_stopped(stage.visit)
    if scope is not None:
        yield Missing("visiting-stopped", f"visits are stopped for {scope}")
    if len(set(crew)) != stage.visit.needs.crew_size:
        yield Missing(
            "crew-size",
            f"{counted(len(set(crew)), 'collector')}, {stage.visit.needs.crew_size} needed",
            rules.crew_cite,
        )
    if lead(window, receipt.at) < rules.lead:
        yield Missing("notice-too-late", "the notice arrived too close to the window", rules.lead_cite)
    if context.at > window.start - rules.permit_ahead:
        yield Missing("receipt-too-late", "the receipt came too late to send a crew", rules.permit_ahead_cite)
    if not keeps_promise(window):
        yield Missing("local-time-differs", "the local time that was promised is another instant now")
    if rules.calendar.rule_of("visit", window) is None:
        hours = rules.calendar.rule_on("visit", local_day(window.start, window.zone))
        yield Missing("out-of-hours", "the window is not in contact hours", hours)


def _line(rule: str, by: str, text: str) -> PermitGround:
    return PermitGround(rule, by, text[:400])
