"""What a run without a flaw looks like to the verifier, and how it says so."""

import json
from collections.abc import Callable
from dataclasses import replace

from services.verifier.__main__ import sentences
from services.verifier.verdict import SENTENCE
from services.verifier.verify import judge

from .recorded_run import CASE, RecordedRun, day, flawless


def test_a_flawless_story_has_no_findings() -> None:
    verdict = flawless().verdict()
    assert list(verdict.first()) == []
    assert verdict.fine
    assert verdict.endings == {"visit done": 1}


def test_the_verdict_as_json_has_the_numbers_that_a_report_needs() -> None:
    document = json.loads(json.dumps(flawless().verdict().to_json()))
    for name in ("lost", "doubled", "visits_without_delivered_notice", "after_stop", "over_cap", "out_of_hours"):
        assert document[name] == 0
    assert document["cases"] == 1
    assert document["texts_posted"] == 5
    assert document["uncertain"] == document["dead_letters"] == 0
    assert document["all_cases_accounted"] is True


def test_a_flawless_run_is_one_sentence_below_its_endings() -> None:
    assert sentences(flawless().verdict()).splitlines() == ["     1  visit done", SENTENCE]


def test_findings_are_told_with_case_and_reason_and_the_rest_is_counted() -> None:
    run = RecordedRun()
    for number in range(23):
        run.overdue(f"case-{number:02d}", borrower=f"b-{number}", phone=f"hash-{number}")
    lines = sentences(run.verdict()).splitlines()
    assert lines[1] == "lost: case-00: overdue since 2026-01-01, and notifier never said a word [case-unheard]"
    assert lines[-1] == "and 3 more of lost"


def test_the_same_event_published_again_is_one_event() -> None:
    run = flawless()
    run.records += [replace(raw, partition=1) for raw in run.records]
    assert run.codes() == []


def test_without_a_given_end_the_last_stamp_of_the_files_is_the_end() -> None:
    run = RecordedRun()
    run.overdue(at=day(0))
    assert run.codes() == ["case-unheard"]
    assert judge(run.records, run.twin, run.sent).fine
    run.say_sent("fleet", "porto", "staff-1", "collector.registered", day(9))
    assert not judge(run.records, run.twin, run.sent).fine


def test_a_run_in_which_nothing_happened_has_no_findings_and_no_cases() -> None:
    verdict = judge([], [], [])
    assert verdict.fine
    assert verdict.to_json()["cases"] == 0


def test_every_case_has_one_ending() -> None:
    run = flawless()
    stories: dict[str, Callable[[str], object]] = {
        "paid after a text": lambda case: texted(run, case, then_paid=True),
        "paid before any text": lambda case: run.paid(day(0, 13), case),
        "plan signed": lambda case: run.event("loan.plan-signed", day(1), case, cause="plan"),
        "closed by the bank": lambda case: run.event("loan.closed", day(1), case, cause="sold"),
        "opted out": lambda case: answered(run, case, "opt-out"),
        "wrong number": lambda case: answered(run, case, "wrong-number"),
        "hardship hold": lambda case: answered(run, case, "hardship"),
        "dispute": lambda case: run.event("loan.dispute-opened", day(1), case, cause="amount"),
        "texted, no answer yet": lambda case: texted(run, case),
        "not texted yet": lambda case: run.event("text.refused", day(1), case, intent=case, kind="reminder-early"),
        "unassigned, with reason": lambda case: held(run, case, "unassigned-operator"),
        "visit held: notice-in-doubt": lambda case: held(run, case, "notice-in-doubt"),
    }
    for number, story in enumerate(stories.values()):
        run.overdue(f"other-{number}", borrower=f"b-{number}", phone=f"phone-of-other-{number}")
        story(f"other-{number}")
    verdict = run.verdict()
    assert verdict.endings == {"visit done": 1, **dict.fromkeys(stories, 1)}
    assert verdict.cases_of_ending["visit done"] == (CASE,)
    assert list(verdict.first()) == []


def texted(run: RecordedRun, case: str, *, then_paid: bool = False) -> None:
    run.text(f"text-{case}", "reminder-early", day(1), case, f"phone-of-{case}")
    if then_paid:
        run.paid(day(2), case)


def answered(run: RecordedRun, case: str, meaning: str) -> None:
    run.reply(f"SM-{case}", meaning, day(1), f"phone-of-{case}")
    run.understood(f"SM-{case}", meaning, day(1), case)


def held(run: RecordedRun, case: str, code: str) -> None:
    run.event("visit.requested", day(1), case, visit=case)
    run.event("appointment.held", day(1), case, visit=case, version=1, reason={"code": code})


def test_a_case_ends_as_the_bank_last_said() -> None:
    left, overpaid = {"outstanding": {"minor": 5_000}}, {"outstanding": {"minor": -1}}
    run = RecordedRun()
    for case, facts in {
        "bounced": (("payment-received", 2, overpaid), ("payment-reversed", 3, left)),
        "closed": (("closed", 2, {}),),
        "opened": (("closed", 2, {}), ("overdue", 3, {})),
        "signed": (("plan-signed", 2, {}), ("overdue", 3, {})),
        "overpaid": (("payment-received", 2, overpaid),),
    }.items():
        run.overdue(case, day(1))
        for kind, at, data in facts:
            if kind == "overdue":
                run.overdue(case, day(at))
            else:
                run.event(f"loan.{kind}", day(at), case, **data)
    found = {case: name for name, cases in run.verdict().cases_of_ending.items() for case in cases}
    assert found == {
        "bounced": "not texted yet", "closed": "closed by the bank", "opened": "not texted yet",
        "signed": "plan signed", "overpaid": "paid before any text",
    }  # fmt: skip
