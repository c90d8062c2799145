"""Borrowers answer what they see, in character, and the same seed answers the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import get_args

import pytest

from services.console.cli.replies_explain import SAMPLE, sample_windows
from services.console.cli.texts_preview import sample
from services.notifier.core.wording import LANGUAGES, render
from services.notifier.core.wording.language import CLOSED_IN_ORDER, KINDS_IN_ORDER
from services.notifier.hearing.explain import explained
from services.sandbox.agenda import Agenda
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.phones.holders import Holders
from services.sandbox.phones.phone import Act, Does, Phone, PhoneReply
from services.sandbox.phones.phrases import HEDGES, WORDS, nearest, say
from services.sandbox.phones.profiles import DEFAULTS, PAYS, Profile, profile_of
from services.sandbox.phones.text_recognition import HeardText, hear
from services.sandbox.portfolio.customers import everyone
from services.sandbox.visit_outcomes import COLD, WELCOME, outcome

from .small_sandbox import small_sandbox
from .test_sentences import ROWS

REMINDER, OFFER, NOTICE = HeardText(0, None), HeardText(3, None), HeardText(0, "4711")


def lived(profile: Profile, *heard: HeardText, seed: int = 1, language: str = "en") -> list[Act]:
    phone = Phone(profile, language, Random(seed))
    return [act for one in heard for act in phone.hears(one)]


def said(acts: Sequence[Act]) -> list[str]:
    return [act.meant for act in acts if isinstance(act, PhoneReply)]


def done(acts: Sequence[Act]) -> list[str]:
    return [act.deed for act in acts if isinstance(act, Does)]


@pytest.mark.parametrize("profile", get_args(Profile))
def test_the_same_seed_answers_the_same(profile: Profile) -> None:
    texts = [REMINDER, REMINDER, REMINDER, OFFER, OFFER, NOTICE]
    assert lived(profile, *texts) == lived(profile, *texts)


@pytest.mark.parametrize("profile", get_args(Profile))
def test_nobody_answers_before_the_text_is_there(profile: Profile) -> None:
    for seed in range(20):
        for act in lived(profile, REMINDER, REMINDER, OFFER, OFFER, NOTICE, seed=seed):
            assert timedelta(minutes=30) <= act.after <= timedelta(days=8)


def test_a_silent_one_answers_nothing() -> None:
    assert lived("silent", REMINDER, REMINDER, OFFER, NOTICE) == []


def test_a_payer_pays_once_after_the_first_or_second_text_and_says_nothing() -> None:
    for seed in range(10):
        acts = lived("payer", REMINDER, REMINDER, REMINDER, seed=seed)
        assert (done(acts), said(acts)) == (["pay"], [])


def test_a_picker_is_silent_until_times_are_offered_and_picks_one_of_them() -> None:
    for seed in range(20):
        acts = lived("picker", REMINDER, REMINDER, HeardText(2, None), seed=seed)
        assert [act.body for act in acts if isinstance(act, PhoneReply)] in (["1"], ["2"])


def test_a_late_picker_lets_the_first_offer_expire() -> None:
    first, second = lived("late-picker", OFFER, OFFER)
    assert first.after > timedelta(hours=48) > second.after


def test_other_times_are_asked_for_before_one_is_picked() -> None:
    assert said(lived("other-time", OFFER, OFFER)) == ["other-time", "slot"]
    assert lived("other-digit", OFFER)[0].body == "4"  # type: ignore[union-attr]


def test_one_who_opts_out_after_the_notice_agreed_before() -> None:
    assert said(lived("stop-after-notice", REMINDER, OFFER, NOTICE, NOTICE)) == ["slot", "opt-out"]


def test_one_who_pays_before_the_visit_pays_when_the_notice_is_there() -> None:
    assert done(lived("pays-before-visit", OFFER, NOTICE, NOTICE)) == ["pay"]


@pytest.mark.parametrize(
    ("profile", "meant", "deeds"),
    [
        ("stop", ["opt-out"], []),
        ("stop-in-words", ["stop-words"], []),
        ("wrong-number", ["wrong-number"], []),
        ("disputer", ["dispute"], ["dispute"]),
        ("plan-signer", [], ["sign-plan"]),
        ("asker", ["who"], []),
        ("mumbler", ["mumble"], []),
        ("part-payer", [], ["pay-part"]),
    ],
)
def test_each_does_what_they_are_named_after(profile: Profile, meant: list[str], deeds: list[str]) -> None:
    acts = lived(profile, REMINDER, REMINDER, REMINDER)
    assert (said(acts), done(acts)) == (meant, deeds)


def test_hardship_is_said_by_digit_or_in_words_and_mostly_ends_in_a_plan() -> None:
    plans = sum(done(lived("hardship", REMINDER, REMINDER, seed=seed)) == ["sign-plan"] for seed in range(40))
    assert 20 <= plans < 40
    assert [act.body for act in lived("hardship", REMINDER, REMINDER) if isinstance(act, PhoneReply)] == ["5"]
    assert said(lived("hardship-in-words", REMINDER, REMINDER)) == ["hardship"]


@pytest.mark.parametrize("language", ["en", "pt", "es", "zh", "xx"])
def test_words_are_said_in_the_borrowers_language(language: str) -> None:
    for what, ways in WORDS.items():
        sentences = {one["text"] for one in ROWS if (one["means"], one["language"]) == (what, language)}
        assert say(what, language, Random(1)) in {*ways.get(language, ways["en"]), *sentences}


def test_both_mixes_hold_only_known_manners_and_every_manner_is_in_one() -> None:
    assert set(PAYS) | set(DEFAULTS) == set(get_args(Profile))


def test_those_who_defaulted_pay_less_often_after_a_text() -> None:
    profiles: dict[bool, list[Profile]] = {True: [], False: []}
    for n, customer in enumerate(everyone()[:2000]):
        profiles[customer.defaulted].append(profile_of(customer, Random(n)))
    assert profiles[True].count("payer") / len(profiles[True]) < profiles[False].count("payer") / len(profiles[False])


def test_a_text_about_a_debt_is_neither_offer_nor_notice() -> None:
    body = "Hello, this is Magna from your bank. TWD 1,234.50 is open since 2027-01-31. Reply 5, or call +35190123456."
    assert hear(body) == REMINDER


def test_an_offer_is_known_by_its_digits_and_a_notice_by_its_code() -> None:
    offer = "When does it suit you?\n1: Tue 9 Mar 10:00-12:00\n2: Wed 10 Mar 14:00-16:00\nReply 1-2; 4: another time."
    assert hear(offer) == HeardText(2, None)
    assert hear("Ana and Rui visit you on Tue 9 Mar 10:00-12:00. Ask for code 48213. Reply 4.") == HeardText(0, "48213")


async def test_a_holder_answers_through_the_carrier_at_the_moment_they_had_in_mind() -> None:
    sandbox = small_sandbox(60)
    heard: list[tuple[str, str]] = []
    holders = Holders(sandbox.people, sandbox.bank, sandbox.agenda, "7")
    holders.answer = lambda number, body, meant, pictures: heard.append((number, body))
    picker = next(one for one in sandbox.people if one.profile == "picker")
    await holders.received(picker.phone, "1: Tue 10:00\n2: Wed 10:00", BEGINS)
    assert heard == []
    await sandbox.until(BEGINS + timedelta(days=1))
    assert heard[0][0] == picker.phone
    assert heard[0][1] in {way.format(digit) for way in HEDGES[nearest(picker.language, HEDGES)] for digit in (1, 2)}
    await holders.received(
        picker.phone, "Just to be sure: do you mean Wed 10:00? Then reply 2; 4: another time", BEGINS
    )
    await sandbox.until(BEGINS + timedelta(days=2))
    assert heard[1:] == [(picker.phone, "2")]


async def test_of_the_pickers_who_are_offered_times_the_first_hedges_once_and_few_others_do() -> None:
    sandbox = small_sandbox(200)
    meant: dict[str, list[str]] = {}
    holders = Holders(sandbox.people, sandbox.bank, sandbox.agenda, "7")
    holders.answer = lambda number, body, said, pictures: meant.setdefault(number, []).append(said)
    pickers = [one.phone for one in sandbox.people if one.profile == "picker"][:8]
    for phone in pickers * 2:
        await holders.received(phone, "1: Tue 10:00\n2: Wed 10:00", BEGINS)
    await sandbox.until(BEGINS + timedelta(days=1))
    hedged = [phone for phone in pickers if "hedge" in meant[phone]]
    assert hedged == [pickers[0], pickers[4]]
    assert all(sorted(meant[phone]) == ["hedge", "slot"] for phone in hedged)


@pytest.mark.parametrize("tag", list(LANGUAGES))
def test_who_is_asked_back_is_asked_for_one_digit_in_every_language(tag: str) -> None:
    spoken = LANGUAGES[tag]
    assert hear(render("asked-back", spoken, sample(spoken))).asks_back == 1
    others = [kind for kind in KINDS_IN_ORDER if kind != "asked-back"]
    assert [kind for kind in others if hear(render(kind, spoken, sample(spoken))).asks_back is not None] == []


@pytest.mark.parametrize("tag", list(LANGUAGES))
def test_an_offer_that_says_why_is_an_offer_in_every_language(tag: str) -> None:
    spoken = LANGUAGES[tag]
    shown = [hear(render("offer", spoken, sample(spoken, closed))) for closed in CLOSED_IN_ORDER]
    assert shown == [HeardText(3, None), HeardText(3, None)]


@pytest.mark.parametrize("language", list(HEDGES))
def test_what_hedgers_write_is_a_guess_to_the_reader(language: str) -> None:
    for way in HEDGES[language]:
        for number in (1, 2, 3):
            heard = explained(way.format(number), "offer", sample_windows(SAMPLE), SAMPLE, language[:2])
            assert heard.follows.guess == number, way


async def test_a_corrected_number_belongs_to_somebody_who_answers() -> None:
    for seed in ("1", "2", "3", "4", "5", "6"):
        sandbox = small_sandbox(200, seed)
        holders = Holders(sandbox.people, sandbox.bank, sandbox.agenda, seed)
        for one in [one for one in sandbox.people if one.profile == "wrong-number"]:
            before = one.phone
            await holders.received(before, "Hello", BEGINS)
            await sandbox.until(BEGINS + timedelta(days=8))
            if one.phone != before:
                assert "loan.details-corrected" in sandbox.out.kinds(one.debts[0].case)
                assert holders.line(one.phone).code is None
                return
    raise AssertionError("no number was ever corrected")


def test_a_number_that_nobody_holds_is_unknown_to_the_carrier() -> None:
    sandbox = small_sandbox(5)
    assert Holders(sandbox.people, sandbox.bank, Agenda(), "7").line("+351909999999").code == 30005


def test_those_who_chose_the_time_are_home_more_often() -> None:
    picked = [outcome("picker", Random(n)) for n in range(400)]
    unasked = [outcome("silent", Random(n)) for n in range(400)]
    assert picked.count("not-home") < unasked.count("not-home")
    assert set(picked) <= set(WELCOME)
    assert set(unasked) <= set(COLD)
