"""Travel times: whole seconds, symmetric, and never quicker by way of somewhere else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.router.core.travel import SpeedModel, centre_of, metres, row

MODEL = SpeedModel()
PLACES = st.tuples(st.floats(-89, 89), st.floats(-179, 179))
TOWN = st.tuples(st.floats(41.0, 41.4), st.floats(-8.9, -8.3))


def test_distances_are_those_of_the_globe() -> None:
    porto, lisbon = row((41.1496, -8.6110)), row((38.7223, -9.1393))
    assert metres(porto, lisbon)[0] == pytest.approx(274_000, rel=0.01)
    assert metres(row((0.0, 179.5)), row((0.0, -179.5)))[0] == pytest.approx(111_195, rel=0.001)
    assert metres(row((90.0, 0.0)), row((-90.0, 0.0)))[0] == pytest.approx(20_015_115, rel=0.0001)


def test_next_door_still_takes_finding_the_door() -> None:
    assert MODEL.seconds(row((41.0, -8.0)), row((41.0, -8.0))).tolist() == [MODEL.door_s]


def test_a_crosstown_drive_takes_as_long_as_one_would_think() -> None:
    five_km = MODEL.seconds(row((41.15, -8.61)), row((41.195, -8.61)))[0]
    assert 12 * 60 < five_km < 25 * 60


def test_matrices_are_made_by_broadcasting() -> None:
    some = np.array([(41.1, -8.6), (41.2, -8.5), (41.15, -8.55)])
    matrix = MODEL.seconds(some[:, None], some[None])
    assert matrix.shape == (3, 3)
    assert matrix.dtype == np.int64
    assert (matrix == matrix.T).all()


@given(TOWN | PLACES, TOWN | PLACES, TOWN | PLACES)
@settings(max_examples=150, deadline=None)
def test_going_by_way_of_a_third_place_is_never_quicker(
    one: tuple[float, float], two: tuple[float, float], three: tuple[float, float]
) -> None:
    a, b, c = row(one), row(two), row(three)
    assert MODEL.seconds(a, c)[0] <= MODEL.seconds(a, b)[0] + MODEL.seconds(b, c)[0]


def test_a_cell_has_a_middle_unless_there_is_no_such_cell() -> None:
    middle = centre_of("8739220c1ffffff")
    assert middle is not None
    assert metres(row(middle), row((41.15, -8.61)))[0] < 30_000
    assert centre_of("fffffffffffffff") is None
