"""The page before anything was read, and after."""

from __future__ import annotations

from datetime import timedelta

from services.console.views.behind import LagRead
from services.console.web.flow.reading import LagLook
from services.console.web.flow.rebalances import Rebalances
from services.console.web.flow.throughput import Came, Throughput
from services.console.web.flow.view import flow_view
from services.console.web.last_seen import Seen
from shared.contracts.catalogue import TOPICS

from .samples import AT, group, member, part


def test_before_anything_was_read_the_picture_is_there_and_no_group_is() -> None:
    view = flow_view(Throughput(lambda: 0.0), Rebalances(), None, AT)
    assert view.groups == ()
    assert [row.name for row in view.rows][: len(TOPICS)] == [topic.name for topic in TOPICS]
    assert {row.today for row in view.rows} == {None}


def test_ages_do_not_grow_while_nothing_can_be_read() -> None:
    lag = LagRead((part(0, 3, AT - timedelta(seconds=10)),), (group(member(1, ("loans", 0))),), {"loans": 7})
    seen = Seen(LagLook(lag, {("notifier", "loans"): 2.0}), AT, "Kafka can't be reached")
    view = flow_view(Throughput(lambda: 0.0), Rebalances(), seen, AT + timedelta(hours=1))
    (found,) = view.groups
    assert (found.word, found.why) == ("reads", "3 events lie unread, the oldest for 10 s")
    loans = next(row for row in view.rows if row.name == "loans")
    assert (loans.today, loans.readers[0].per_s) == (7, "2.0/s")


def test_the_table_says_what_the_picture_draws() -> None:
    now = [100.0]
    counted = Throughput(lambda: now[0])
    counted.add([Came("loans", "doorstep.loan.overdue.v1", "bank")] * 5)
    now[0] += 5
    view = flow_view(counted, Rebalances(), None, AT)
    loans = next(row for row in view.rows if row.name == "loans")
    assert (loans.per_s, loans.total, [cell.per_s for cell in loans.writers]) == ("1.0/s", 5, ["1.0/s"])
    assert "1.0/s" in [line.label for line in view.picture.lines]
