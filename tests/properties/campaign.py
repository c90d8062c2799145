"""How long machines run: bounded in the default suite, far longer where somebody asks for it.

`DOORSTEP_TEST_PROPERTIES=deep` makes every machine run a campaign, `..._TIMES=N` one N times as long as by default:

    DOORSTEP_TEST_PROPERTIES=deep DOORSTEP_TEST_PROPERTIES_TIMES=50 ./doorstep test -k machine

What a campaign finds is kept by Hypothesis in `.hypothesis` and tried first the next time.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings, target

DEEP = os.environ.get("DOORSTEP_TEST_PROPERTIES") == "deep"
DEEP_TIMES = 200
DEEP_STEPS = 2


def bounded(examples: int, steps: int) -> settings:
    """Settings of a machine that runs `examples` lives of at most `steps` steps; many more when `deep` is asked for."""
    times = int(os.environ.get("DOORSTEP_TEST_PROPERTIES_TIMES", DEEP_TIMES)) if DEEP else 1
    return settings(
        max_examples=examples * times,
        stateful_step_count=steps * (DEEP_STEPS if DEEP else 1),
        deadline=None,
        # A rule may find nothing to do, and a long life draws a lot: neither says that something is wrong.
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )


def aim(value: float, label: str) -> None:
    """Steer a campaign's second half towards more of this. A short run has better things to do: it looks around."""
    if DEEP:
        target(value, label=label)
