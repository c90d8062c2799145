"""Whatever the carrier knows and we do not: no text goes out that may be one of those; none of them stands for two."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notifier.core.lost_texts import (
    COUNTS_FOR,
    ForAPerson,
    LostText,
    NotPosted,
    NotYet,
    WasPosted,
    counts,
    fate_of,
)
from services.notifier.core.rules import COUNTED
from tests.unit.notifier.events import NOW

KINDS = st.sampled_from(["reminder-early", "reminder-firm", "offer", "reminder", "notice", "agreed", "thanks-paid"])
WORDS = st.sampled_from("abcd")
AGES = st.integers(0, 8 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
LOST = st.lists(st.tuples(AGES, WORDS), max_size=6).map(
    lambda found: tuple(LostText(f"SM{n}", NOW - age, words) for n, (age, words) in enumerate(found))
)
TEXTS = st.lists(st.tuples(KINDS, WORDS), max_size=8)


@given(KINDS, WORDS, LOST)
def test_nothing_goes_out_while_the_carrier_knows_of_a_text_that_we_do_not(
    kind: str, words: str, lost: tuple[LostText, ...]
) -> None:
    free = isinstance(fate_of(kind, words, lost, NOW), NotPosted)  # type: ignore[arg-type]
    assert free == (not any(counts(one, NOW) for one in lost))


@given(KINDS, WORDS, LOST)
def test_the_same_words_are_the_same_text_whatever_else_went_out(
    kind: str, words: str, lost: tuple[LostText, ...]
) -> None:
    same = [one for one in lost if one.words == words and counts(one, NOW)]
    match fate_of(kind, words, lost, NOW):  # type: ignore[arg-type]
        case WasPosted(found, "same-words"):
            assert found in same
            assert found.at == min(one.at for one in same)
        case _:
            assert same == []


@given(KINDS, WORDS, LOST)
def test_what_the_law_hangs_on_is_never_taken_for_other_words(
    kind: str, words: str, lost: tuple[LostText, ...]
) -> None:
    match fate_of(kind, words, lost, NOW):  # type: ignore[arg-type]
        case WasPosted(found, "same-turn"):
            assert kind in COUNTED
            assert found.words != words
            assert found.at == min(one.at for one in lost if counts(one, NOW))
        case ForAPerson():
            assert kind not in COUNTED
        case _:
            pass


@given(KINDS, WORDS, LOST)
def test_until_the_lost_time_was_lived_again_only_words_tell(kind: str, words: str, lost: tuple[LostText, ...]) -> None:
    early = fate_of(kind, words, lost, NOW, lived_again=False)  # type: ignore[arg-type]
    late = fate_of(kind, words, lost, NOW)  # type: ignore[arg-type]
    assert early == late or (isinstance(early, NotYet) and not isinstance(late, NotPosted))


@given(KINDS, WORDS, LOST, st.randoms(use_true_random=False))
def test_the_order_in_which_the_carrier_lists_them_is_nothing(
    kind: str, words: str, lost: tuple[LostText, ...], random: object
) -> None:
    shuffled = list(lost)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fate_of(kind, words, shuffled, NOW) == fate_of(kind, words, lost, NOW)  # type: ignore[arg-type]


@given(TEXTS, LOST)
def test_each_of_them_stands_for_one_text_at_most(texts: list[tuple[str, str]], lost: tuple[LostText, ...]) -> None:
    left, taken = list(lost), []
    for kind, words in texts:
        found = fate_of(kind, words, left, NOW)  # type: ignore[arg-type]
        if isinstance(found, WasPosted):
            left.remove(found.lost)
            taken.append(found.lost)
        elif isinstance(found, ForAPerson):
            break
    assert len(set(taken)) == len(taken)


def test_a_text_of_a_week_ago_does_not_stand_for_one_of_today() -> None:
    old = LostText("SM1", NOW - COUNTS_FOR, "a")
    assert fate_of("reminder-firm", "a", [old], NOW) == NotPosted()
    assert isinstance(
        fate_of("reminder-firm", "a", [LostText("SM1", old.at + timedelta(seconds=1), "a")], NOW), WasPosted
    )
