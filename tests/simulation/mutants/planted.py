"""The bugs by name, each a context in which the simulated services have it. Nothing here touches production files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from .bank import closed_for_ever, older_snapshot_wins, unreadable_record_holds_nobody
from .crews import certificates_add_up, crew_capacity_ignored, crews_keep_their_visits
from .endings import history_of_open_cases_goes, what_is_over_goes_at_once
from .held_states import changes_after_a_snapshot_forgotten, mark_not_compared, rolled_back_state_kept, stale_state_used
from .inputs import (
    dead_letter_without_parking,
    failed_fetch_loses_its_records,
    no_inbox_check,
    offset_before_commit,
    orders_by_a_wrong_clock,
    positions_are_kept_alone,
    what_was_removed_is_passed_over,
)
from .posts import (
    brake_begins_the_steps_anew,
    retry_after_timeout,
    settled_before_post,
    stop_not_checked_when_sent,
    texts_go_out_while_deaf,
    texts_overtake_each_other,
)
from .processes import (
    row_version_ignored,
    texts_are_weighed_beside_anything,
    timer_fires_twice,
    what_is_not_there_yet_never_comes,
    who_waits_for_a_lock_is_to_blame,
    wrong_clock_is_believed,
    zombie_may_commit,
)
from .refusals import later_loans_know_of_no_refusal, never_is_not_then, visits_are_refused_in_one_case
from .replies import (
    answers_expire_over_the_weekend,
    machines_are_people,
    our_words_are_theirs,
    strangers_are_nobody,
    strangers_are_not_silenced,
    what_was_missed_stays_missed,
    words_go_by_each_clock,
)
from .reports import (
    last_status_wins,
    notice_counted_when_queued,
    our_refusal_is_the_borrowers,
    receipts_not_asked_for,
    unreachable_before_the_receipt,
)
from .visits import (
    a_part_is_not_enough,
    every_crew_is_told,
    held_visits_stay_held,
    names_come_at_the_last_moment,
    texts_outlive_their_visit,
)

Plant = Callable[[], AbstractContextManager[Any]]

PLANTED: dict[str, Plant] = {
    "no inbox check": no_inbox_check,
    "offset before commit": offset_before_commit,
    "settled before POST": settled_before_post,
    "retry after a timeout": retry_after_timeout,
    "row version ignored": row_version_ignored,
    "zombie may commit": zombie_may_commit,
    "timer fires twice": timer_fires_twice,
    "notice counted when queued": notice_counted_when_queued,
    "STOP checked when decided, not when sent": stop_not_checked_when_sent,
    "last status wins": last_status_wins,
    "dead letter without parking": dead_letter_without_parking,
    "crew capacity ignored": crew_capacity_ignored,
    "a fetch that failed loses its records": failed_fetch_loses_its_records,
    "texts go out while deaf": texts_go_out_while_deaf,
    "unreadable record holds nobody": unreadable_record_holds_nobody,
    "older snapshot wins": older_snapshot_wins,
    "closed for ever": closed_for_ever,
    "certificates add up": certificates_add_up,
    "crews keep their visits": crews_keep_their_visits,
    "our refusal is the borrower's": our_refusal_is_the_borrowers,
    "unreachable before the receipt": unreachable_before_the_receipt,
    "receipts not asked for": receipts_not_asked_for,
    "strangers are nobody": strangers_are_nobody,
    "strangers are not silenced": strangers_are_not_silenced,
    "what was missed stays missed": what_was_missed_stays_missed,
    "words go by each process's clock": words_go_by_each_clock,
    "machines are people": machines_are_people,
    "our words are theirs": our_words_are_theirs,
    "answers expire over the weekend": answers_expire_over_the_weekend,
    "texts outlive their visit": texts_outlive_their_visit,
    "a part of an open time is not enough": a_part_is_not_enough,
    "texts overtake each other": texts_overtake_each_other,
    "a stale state is used": stale_state_used,
    "a rolled-back state is kept": rolled_back_state_kept,
    "the mark is not compared": mark_not_compared,
    "positions are kept alone": positions_are_kept_alone,
    "changes after a snapshot are forgotten": changes_after_a_snapshot_forgotten,
    "names come at the last moment": names_come_at_the_last_moment,
    "every crew is told": every_crew_is_told,
    "history of open cases goes": history_of_open_cases_goes,
    "what is over goes at once": what_is_over_goes_at_once,
    "a wrong clock is believed": wrong_clock_is_believed,
    "operators' orders go by a wrong clock": orders_by_a_wrong_clock,
    "what was removed is passed over": what_was_removed_is_passed_over,
    "what is not there yet never comes": what_is_not_there_yet_never_comes,
    "texts are weighed beside anything": texts_are_weighed_beside_anything,
    "a brake begins the steps anew": brake_begins_the_steps_anew,
    "who waits for a lock is to blame": who_waits_for_a_lock_is_to_blame,
    "never is not then": never_is_not_then,
    "visits are refused in one case": visits_are_refused_in_one_case,
    "later loans know of no refusal": later_loans_know_of_no_refusal,
    "held visits stay held": held_visits_stay_held,
}
