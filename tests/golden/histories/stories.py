"""Every story there is, by the name of its file: the service and what it shows."""

from __future__ import annotations

from collections.abc import Callable

from tests.unit.notifier.events import CASE as CASE_OF_NOTIFIER
from tests.unit.router.events import REGION
from tests.unit.scheduler.events import CASE as CASE_OF_SCHEDULER

from . import of_notifier as n
from . import of_router as r
from . import of_scheduler as s
from .story_recorder import StoryRecorder

AGGREGATES = {"notifier": CASE_OF_NOTIFIER, "scheduler": CASE_OF_SCHEDULER, "router": REGION}
TOLD: dict[str, tuple[Callable[[], StoryRecorder], ...]] = {
    "notifier": (
        n.paid_after_the_first_text,
        n.stop,
        n.stop_and_start_again,
        n.wrong_number,
        n.hardship,
        n.visits_refused_when_one_was_agreed,
        n.visits_refused_before_the_loan_was_overdue,
        n.visits_refused_of_another_loan,
        n.stop_and_start_when_a_visit_was_agreed,
        n.a_dispute_and_its_end,
        n.a_plan_signed_and_broken,
        n.a_part_payment_earns_quiet,
        n.no_answer_until_a_visit_is_requested,
        n.a_visit_withdrawn_because_the_loan_is_paid,
        n.nobody_was_home,
        n.sending_switched_off,
        n.nobody_knows_whether_a_text_arrived,
        n.paid_before_it_was_said_to_be_overdue,
    ),
    "scheduler": (
        s.a_visit_agreed_and_done,
        s.other_time_asked,
        s.a_closed_time_is_wished_for_and_it_is_said_why_not,
        s.notice_not_delivered_and_held,
        s.a_notice_that_failed,
        s.a_notice_in_doubt_that_had_arrived,
        s.another_crew_before_the_notice,
        s.crew_fell_ill,
        s.crew_fell_ill_and_nobody_else_can_go,
        s.late_reply_racing_a_deadline,
        s.a_reply_after_the_deadline_is_taken_as_a_wish,
        s.two_offers_without_an_answer,
        s.switch_thrown_after_the_permit,
        s.opted_out_when_a_time_was_agreed,
        s.opted_out_and_in_again_when_a_time_was_agreed,
        s.paid_while_the_crew_is_on_its_way,
        s.who_comes_is_asked_and_told,
        s.a_right_and_a_wrong_code_are_asked_about,
        s.a_window_that_the_bank_missed,
        s.a_crew_that_says_it_is_too_late,
    ),
    "router": (
        r.slots_asked_and_a_crew_until_it_is_done,
        r.crew_fell_ill_and_another_goes,
        r.crew_fell_ill_and_nobody_is_left,
        r.half_a_day_away_and_only_the_afternoon_changes_hands,
        r.a_complaint_keeps_somebody_from_a_door,
        r.nobody_is_certified,
        r.visiting_switched_off,
        r.a_booking_cancelled_on_the_evening_before,
    ),
}
STORIES: dict[str, tuple[str, Callable[[], StoryRecorder]]] = {
    f"{service}-{tell.__name__.replace('_', '-')}": (service, tell) for service, told in TOLD.items() for tell in told
}
