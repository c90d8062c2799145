"""The table of words: what an entry of a list is made of, and that nothing is lost where work is put off."""

from __future__ import annotations

import subprocess
import sys

import pytest

from services.notifier.understanding.entries import listed_entries, ways_of
from services.notifier.understanding.languages.shape import spelt_out
from services.notifier.understanding.lexicon import lexicon
from services.notifier.understanding.matching import possible
from services.notifier.understanding.phrase_tree import LexiconEntry, Node
from services.notifier.understanding.rules import RULES
from services.notifier.understanding.times.reader import GRAMMAR
from services.notifier.understanding.times.roles import needed
from services.notifier.understanding.word import Word
from tests.architecture.sources import ROOT

LOADED = """
from datetime import UTC, datetime
from services.notifier.understanding import reader, reading, tables
from services.notifier.understanding.lexicon import lexicon
from services.notifier.understanding.times.lexicon import index
tables.load()
print(lexicon.cache_info().currsize, index.cache_info().currsize)
for text in ("Stop texting me, tomorrow at 9 is fine", "别再发短信了"):
    reader.read(text, reading.OpenQuestion(), datetime(2026, 11, 24, tzinfo=UTC))
    print(lexicon.cache_info().currsize, index.cache_info().currsize)
"""


@pytest.mark.parametrize(
    ("listed", "ascii_entries", "others"),
    [
        ("stop now, don't  call,\n1 more,", ["stop now", "dont call", "1 more"], []),
        ("发短信, ok啦, 👍, 訂閱", ["ok 啦"], ["发 短 信", "ok 啦", "👍", "订 阅"]),
        ("امنع*, sms اوقف, détends", ["sms اوقف", "detends"], ["امنع*", "sms اوقف"]),
        ("pay(ing|), (发|send)钱", ["pay(ing|)", "(发|send)钱"], ["(发|send)钱"]),
    ],
)
def test_an_entry_is_listed_for_ascii_words_and_for_others_where_it_has_both(
    listed: str, ascii_entries: list[str], others: list[str]
) -> None:
    assert listed_entries(listed, of_ascii=True) == ascii_entries
    assert listed_entries(listed, of_ascii=False) == others


@pytest.mark.parametrize(
    ("entry", "ways"),
    [
        ("(re|un)block me", (("reblock", "unblock"), ("me",))),
        ("i (do|did|) pay", (("i",), ("do", "did", ""), ("pay",))),
        ("(再|别)发(短信|传|)", (("再", "别"), ("发",), ("短 信", "传", ""))),
        ("(发|send)(sms|短信)", (("发 sms", "发 短 信", "sendsms", "send 短 信"),)),
        ("(the (week|day) after|later)", (("the week after", "later", "the day after"),)),
    ],
)
def test_choices_between_chinese_letters_are_pieces_of_their_own_and_others_stay_in_their_word(
    entry: str, ways: tuple[tuple[str, ...], ...]
) -> None:
    assert ways_of(entry) == ways


def test_choices_are_spelt_out_the_first_slowest() -> None:
    assert list(spelt_out("(a|b)c(d|)")) == ["acd", "ac", "bcd", "bc"]


def test_a_tree_grows_where_it_is_asked_and_means_all_that_ends_there() -> None:
    root = Node()
    plain: LexiconEntry = ((), 0, 0b01, None)
    root.begin(["stop", "stop it", "stop it now"], plain)
    root.begin([""], ((("stop",), ("it", "")), 1, 0b10, 3))
    stop = root.after("stop")
    assert stop is not None
    assert (stop.meant, stop.number) == ({0: 0b01, 1: 0b10}, 3)
    it = stop.after("it")
    assert it is not None
    assert it.meant == {0: 0b01, 1: 0b10}
    assert stop.after("now") is None
    assert root.after("stop") is stop


def test_no_word_is_known_better_where_it_is_not_looked_up() -> None:
    ascii_words, others = lexicon(of_ascii=True), lexicon(of_ascii=False)
    for here, there, of_ascii in ((ascii_words, others, True), (others, ascii_words, False)):
        missed = [
            word
            for table, other in ((here.known, there.known), (here.stems, there.stems))
            for word, languages in other.items()
            if word.isascii() is of_ascii and languages & ~table.get(word, 0)
        ]
        assert missed == []


def test_a_rule_is_possible_where_each_of_its_elements_is() -> None:
    missed = [
        rule.line for rule in RULES if rule not in possible([Word("", 0, 0, element) for element in rule.parsed.needs])
    ]
    assert missed == []


def test_a_rule_of_time_is_possible_where_each_of_its_pieces_is() -> None:
    missed = [
        rule.line
        for place, rule in enumerate(GRAMMAR.rules)
        for pick in (0, -1)
        if not GRAMMAR.possible("".join(roles[pick] for roles in needed(rule.line))) >> place & 1
    ]
    assert missed == []


def test_tables_are_there_before_the_first_reply_and_those_of_other_scripts_when_one_comes() -> None:
    ran = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[:3] == ["1 1", "1 1", "2 1"]
