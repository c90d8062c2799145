"""The plan of a chaos campaign: the same from the same seed, as many kills as asked for, and one of everything."""

from __future__ import annotations

from collections import Counter

import pytest

from shared.runtime.failpoints import POINTS
from tests.chaos.plan import BAD_MODES, FIRST, KILLS, LAST, SESSION_S, plan


@pytest.mark.parametrize("kills", [1, 2, 4, 17, 60, 200])
def test_there_are_exactly_as_many_kills_as_asked_for(kills: int) -> None:
    assert sum(incident.kills for incident in plan(kills, "7")) == kills


def test_the_same_seed_gives_the_same_plan_and_another_gives_another() -> None:
    assert plan(60, "7") == plan(60, "7")
    assert plan(60, "7") != plan(60, "8")


@pytest.mark.parametrize("seed", ["7", "8", "nine"])
def test_sixty_kills_have_every_point_every_kind_and_every_bad_network(seed: str) -> None:
    planned = plan(60, seed)
    assert {incident.point for incident in planned} >= set(POINTS)
    assert {incident.mode for incident in planned} >= set(BAD_MODES)
    assert {incident.way for incident in planned} >= {"kafka", "postgres", "carrier", "webhooks"}
    kinds = Counter(incident.kind for incident in planned)
    assert set(kinds) == {*KILLS, "pause", "broker", "database", "rebalance", "network"}
    assert kinds["broker"] >= 2
    assert kinds["database"] >= 2
    assert any(incident.together for incident in planned)


def test_a_short_campaign_has_more_than_kills() -> None:
    assert {incident.kind for incident in plan(4, "7")} >= {"kill", "aimed", "network", "broker", "pause"}


def test_moments_follow_each_other_and_leave_room_at_the_end() -> None:
    moments = [incident.at for incident in plan(60, "7")]
    assert moments == sorted(moments)
    assert FIRST <= moments[0] < moments[-1] <= LAST


def test_who_is_stopped_is_stopped_for_longer_than_its_session() -> None:
    pauses = [incident for incident in plan(300, "7") if incident.kind == "pause"]
    assert pauses
    assert all(incident.seconds > SESSION_S for incident in pauses)


def test_points_of_posting_and_webhooks_are_aimed_at_notifier() -> None:
    aimed = [incident for incident in plan(300, "7") if incident.point in ("after-post", "webhook-stored")]
    assert {incident.service for incident in aimed} == {"notifier"}


def test_every_incident_can_be_told_in_a_line() -> None:
    lines = [str(incident) for incident in plan(200, "7")]
    assert all(line and "\n" not in line for line in lines)
