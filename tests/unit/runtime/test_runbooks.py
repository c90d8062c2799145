"""Whoever reads that a service is not ready finds the page about it: each cause leads to a heading that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shared.runtime.causes import CAUSES, MEANINGS, NotReadyCause
from shared.runtime.health import Health

RUNBOOKS = Path(__file__).parents[3] / "docs" / "runbooks"
LISTED = (RUNBOOKS / "README.md").read_text("utf-8")


def anchors(page: str) -> set[str]:
    """As they are made of headings by those who show Markdown."""
    titles = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_leads_to_a_page_that_says_what_to_do(cause: NotReadyCause) -> None:
    name, _, heading = MEANINGS[cause].runbook.partition("#")
    page = (RUNBOOKS / name).read_text("utf-8")
    assert f"]({name})" in LISTED
    if heading:
        assert heading in anchors(page)
        (section,) = re.findall(rf"^## {heading}$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
        assert "**Mend" in section or "**Look" in section
    assert len(page) > 500


@pytest.mark.parametrize("cause", CAUSES)
def test_ready_names_the_page(cause: NotReadyCause) -> None:
    health = Health("notifier")
    health.down(cause, "so it is")
    (problem,) = health.ready()[1]["problems"]
    assert problem["runbook"] == f"docs/runbooks/{MEANINGS[cause].runbook}"
