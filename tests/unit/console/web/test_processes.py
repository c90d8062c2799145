"""What a process says of itself, as pages use it."""

from __future__ import annotations

from services.console.web.processes import Process


def test_a_problem_is_found_by_its_cause() -> None:
    told = (("kafka", "no broker answers", "Look."), ("carrier", "it refuses our account", "Check the account."))
    notifier = Process("notifier", ready=False, answers=True, problems=told)
    assert notifier.problem_of("carrier") == ("it refuses our account", "Check the account.")
    assert notifier.problem_of("database") is None
