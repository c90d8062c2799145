"""Nobody is texted in a language that they may not read: a person has to reach them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest

from services.notifier.core.inputs import HoldEnded
from services.notifier.core.state import Brake, Held, Texting, Visiting, brakes_of
from services.notifier.shell.posting import post_texts
from shared.contracts.texts import TextRefused
from shared.contracts.visits import VisitWithdrawn
from tests.memory.runtime.store import MemoryStore

from .events import NOW, VISIT, corrected, overdue, wants_text
from .given import Scenario, asks, given, later, looks, until
from .notifier_process import Memory, claimed, notifier_process

DAY = timedelta(days=1)
CAUSE: Final = "language-unwritten"


def unspoken(**who: Any) -> Scenario:
    """A case of a borrower whose language is none of ours, at its first look."""
    return given(overdue(dpd=20, **{"language": "sw", **who}), looks)


@pytest.mark.parametrize("who", [{"language": "sw"}, {"language": "en", "language_tag": "sw-KE"}])
def test_a_borrower_whose_language_is_none_of_ours_is_held_for_a_person(who: dict[str, str]) -> None:
    life = unspoken(**who).then(CAUSE, Held)
    assert brakes_of(life.state) == (Brake(CAUSE, None),)
    assert life.decision.why == f"the borrower's language is none that we text in: {who.get('language_tag', 'sw')}"
    assert life.decision.rule == "house: nobody is texted in a language that they may not read"
    assert not life.claims


@pytest.mark.parametrize(
    ("who", "tag"),
    [
        ({"language": "zh"}, "zh-Hans"),
        ({"language": "zh", "language_tag": "zh-TW"}, "zh-Hant"),
        ({"language": "pt", "language_tag": "pt-BR"}, "pt"),
        ({"language": "sw", "language_tag": "hi-Latn"}, "hi"),
    ],
)
def test_others_are_texted_in_the_nearest_of_ours(who: dict[str, Any], tag: str) -> None:
    life = given(overdue(dpd=20, **who), asks("reminder-firm")).then("text-allowed", Texting)
    assert [claim.language for claim in life.claims] == [tag]


def test_it_stays_held_and_is_looked_at_each_week() -> None:
    life = unspoken().when(looks).then("still-held", Held)
    assert life.at == NOW + 7 * DAY


def test_another_language_from_the_bank_ends_it() -> None:
    life = unspoken().when(later(days=1), corrected(NOW + DAY, language="fr")).then("details-corrected", Texting)
    assert life.text("reminder-firm").waits


def test_another_that_is_none_of_ours_either_does_not() -> None:
    life = unspoken().when(later(days=1), corrected(NOW + DAY, language="yo")).then("details-corrected", Texting)
    life.when(looks).then(CAUSE, Held)


def test_it_ends_when_we_write_the_language_or_an_overdue_event_names_another() -> None:
    life = unspoken().when(later(days=1), overdue(dpd=20, time=NOW + DAY, language="hi")).then("overdue-still", Held)
    life.when(looks).then("brake-over", Texting)


def test_no_operator_ends_it() -> None:
    unspoken().when(HoldEnded(CAUSE, "op-7", NOW)).then_nothing("hold-stays")


def test_a_text_that_waits_when_the_language_changes_is_not_sent() -> None:
    life = given(overdue(dpd=20), later(hours=1), overdue(dpd=20, time=NOW + timedelta(hours=1), language="sw"))
    life.when(asks("reminder-firm")).then(CAUSE, Texting)
    assert [refused.reason for refused in life.published(TextRefused)] == [CAUSE]
    life.when(looks).then(CAUSE, Held)


def test_what_a_visit_owes_is_not_sent_either_and_scheduler_hears_why() -> None:
    life = given(overdue(dpd=70), until(lambda life: isinstance(life.state, Visiting)))
    at = life.at
    life.when(
        overdue(dpd=70, time=at, language="sw"), wants_text("visit-cancelled", not_before=at), asks("visit-cancelled")
    )
    life.then(CAUSE, Visiting)
    assert life.published(TextRefused)[-1].rule == "house: nobody is texted in a language that they may not read"


def test_corrected_details_end_the_visit_and_then_hold_the_case() -> None:
    life = given(overdue(dpd=70), until(lambda life: isinstance(life.state, Visiting)))
    life.when(corrected(life.at, language="sw")).then("details-corrected", Texting)
    assert [visit.visit for visit in life.published(VisitWithdrawn)] == [VISIT]
    life.when(looks).then(CAUSE, Held)


@pytest.mark.parametrize(("language", "status"), [("de", "rejected"), ("zh", "accepted")])
async def test_what_an_older_process_let_go_out_is_posted_only_in_a_language_that_we_write(
    anywhere: str | Memory, language: str, status: str
) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        if isinstance(notifier.store, MemoryStore):
            for row in notifier.store.database.tables["texts"].values():
                row["language"] = language
        else:
            await notifier.rows("UPDATE texts SET language = %(language)s RETURNING intent", language=language)
        await post_texts(notifier.desk)
        await notifier.settle()
        assert (await notifier.text())["status"] == status
        assert ["您账户" in post.body for post in notifier.sms.posts] == ([True] if status == "accepted" else [])
