"""What a process says of itself, as pages use it."""

from __future__ import annotations

from services.console.web.processes import Process, _todo
from shared.runtime.health import Health


def test_a_problem_is_found_by_its_cause() -> None:
    told = (("kafka", "no broker answers", "Look."), ("carrier", "it refuses our account", "Check the account."))
    notifier = Process("notifier", ready=False, answers=True, problems=told)
    assert notifier.problem_of("carrier") == ("it refuses our account", "Check the account.")
    assert notifier.problem_of("database") is None


def test_what_to_do_names_the_page_that_says_more() -> None:
    health = Health("notifier")
    health.down("clock", "it jumped")
    (problem,) = health.ready()[1]["problems"]
    assert _todo(problem).endswith("when both agree. See docs/runbooks/readiness.md#clock.")
    assert _todo({"todo": "Look."}) == "Look."
