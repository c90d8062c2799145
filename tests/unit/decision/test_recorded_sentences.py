"""What today's decisions say, in all histories that are recorded of them: as people write, not as programs count."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2] / "golden"
RECORDED = list(HERE.glob("histories/*.json"))
ODD = {
    "one of a thing in the plural": r"(?<![\d.,:])1 (days|hours|times|texts|windows|visits|collectors|requests)\b",
    "money in minor units": r"minor units",
    "hours with a fraction": r"\d\.\d h\b",
    "a length as a program writes it": r"\bwithin \d+:\d\d:\d\d",
}


@pytest.mark.parametrize("kind", ODD)
def test_no_recorded_sentence_has(kind: str) -> None:
    assert len(RECORDED) > 30
    found = {hit[0] for path in RECORDED for hit in re.finditer(ODD[kind], path.read_text(encoding="utf-8"))}
    assert not found
