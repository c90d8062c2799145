"""The tests that judge a core's mutants: those of its unit and property folders that need no server, made quick.

Quick: Hypothesis draws the same few examples every time, and a failure is not shrunk.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

SERVERS = frozenset({"postgres_url", "database_url", "kafka_bootstrap", "notifier_url", "anywhere"})
EXAMPLES_MAX = 15
STEPS_MAX = 20


def arguments(core: str) -> list[str]:
    """pytest's: only this core's folders, in their own order, nothing written anywhere."""
    off = [f"-pno:{name}" for name in ("randomly", "cacheprovider", "xdist", "cov", "faulthandler")]
    folders = [f"tests/{kind}/{core}" for kind in ("unit", "properties")]
    early = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    return ["-x", "-q", "--no-header", "--tb=native", *off, *early, *(name for name in folders if Path(name).is_dir())]


class Quick:
    """A plugin for pytest: leaves tests of real servers out and calms Hypothesis down."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        left = [item for item in items if SERVERS.isdisjoint(getattr(item, "fixturenames", ()))]
        config.hook.pytest_deselected(items=[item for item in items if item not in left])
        items[:] = left
        for function in {id(found): found for item in items if (found := _property(item)) is not None}.values():
            function._hypothesis_internal_use_settings = _few(function._hypothesis_internal_use_settings)


def _property(item: pytest.Item) -> Any:
    function = getattr(getattr(item, "obj", None), "__func__", getattr(item, "obj", None))
    return function if hasattr(function, "_hypothesis_internal_use_settings") else None


def _few(asked: settings) -> settings:
    return settings(
        asked,
        max_examples=min(asked.max_examples, EXAMPLES_MAX),
        stateful_step_count=min(asked.stateful_step_count, STEPS_MAX),
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
