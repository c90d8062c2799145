"""Labels are those of the corpus, and what settling says is the strongest of them that it knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docs.generate.samples import ROOT
from services.console.cli.taught_case import LABELS, labels_of
from services.notifier.hearing.teaching import verdict_of
from services.notifier.understanding.reading import MeaningName

from .command_line import run


def test_every_label_of_the_corpus_is_one_and_its_readme_names_all() -> None:
    used = {
        label
        for file in (ROOT / "tests/corpus/replies/development").glob("*.jsonl")
        for line in file.read_text("utf-8").split("\n")
        if line
        for label in json.loads(line)["intents"]
    }
    assert used <= set(LABELS)
    readme = (ROOT / "tests/corpus/replies/README.md").read_text("utf-8")
    assert ", ".join(LABELS) in " ".join(readme.split())


def test_a_label_that_is_none_is_refused_with_the_list_before_anything_is_looked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    # HumanSignal/label-studio#1601: a label that nobody had made ("b") was taken and stayed
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path))
    ran = run(monkeypatch, capsys, "replies", "teach", "0" * 8, "--as", "b", "--reason", "to test it")
    assert ran.code == 2
    assert all(label in ran.trouble for label in LABELS)


def test_a_label_that_is_given_twice_is_one_and_the_order_is_the_operator_s() -> None:
    assert labels_of(["paid", "call_me", "paid"]) == ("paid", "call_me")


@pytest.mark.parametrize(
    ("labels", "verdict"),
    [
        (("paid", "stop"), "opt-out"), (("deceased",), "hardship"), (("call_me", "wrong_number"), "wrong-number"),
        (("hardship", "promise"), "hardship"), (("propose", "paid"), "paid"), (("decline",), "other-time"),
        (("choose",), None), (("verify", "abuse"), None), (("start",), None), (("unclear",), None),
    ],
)  # fmt: skip
def test_settling_says_the_strongest_that_it_knows(labels: tuple[MeaningName, ...], verdict: str | None) -> None:
    assert verdict_of(labels) == verdict
