"""python -m tests.benchmarks.one_case [EVENTS]: what it costs that all events are about one case.

Notifier's own steps over the adapters in memory: EVENTS events (10,000) of one case, against as many of cases with ten
events each, in the same run. More than 1 is dearer. The last line is the result.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time

from tests.arguments import whole
from tests.security.corpus import flood
from tests.security.notifier_in_memory import NotifierInMemory

EVENTS = 10_000
PER_CASE = 10
ROUNDS = 5


def of_one_case(events: int) -> NotifierInMemory:
    return filled({"one": events})


def of_many(events: int) -> NotifierInMemory:
    return filled({f"many-{number}": PER_CASE for number in range(events // PER_CASE)})


def filled(cases: dict[str, int]) -> NotifierInMemory:
    notifier = NotifierInMemory()
    for case, number in cases.items():
        for value in flood(number=number, case=case):
            notifier.broker.append("loans", case.encode(), value, notifier.broker.partition_of("loans", case))
    return notifier


def seconds(notifier: NotifierInMemory) -> float:
    began = time.perf_counter()
    asyncio.run(notifier.work())
    return time.perf_counter() - began


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="doorstep bench one_case", description=__doc__)
    made.add_argument(
        "events", nargs="?", type=whole(PER_CASE), default=EVENTS, metavar="EVENTS", help="how many (%(default)s)"
    )
    return made


def main(events: int) -> None:
    ratios = []
    for number in range(ROUNDS):
        many, one = seconds(of_many(events)), seconds(of_one_case(events))
        ratios.append(one / many)
        rates = f"one case {events / one:,.0f} events/s, many {events / many:,.0f}"
        print(f"round {number + 1}: {rates}, ratio {one / many:.2f}")
    print(f"one case costs {statistics.median(ratios):.2f} times what many cost (median of {ROUNDS})")


if __name__ == "__main__":
    main(parser().parse_args().events)
