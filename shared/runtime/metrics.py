"""Prometheus metrics with typed names: a name or label that isn't declared here does not exist.

Labels hold codes and topic names, never ids of people, so the number of series is bounded.
"""

from __future__ import annotations

from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

CounterName = Literal[
    "events_handled",
    "events_duplicate",
    "decisions",
    "facts",
    "dead_letters",
    "offsets_unread",
    "records_skipped",
    "held",
    "cases_parked",
    "events_queued",
    "timers_fired",
    "intake_handled",
    "operations",
    "events_published",
    "events_refused",
    "publish_failures",
    "consumers_ended",
    "conflicts",
    "states_opened",
    "states_folded",
    "texts_posted",
    "texts_settled",
    "carrier_alarms",
    "carrier_codes",
    "webhooks",
    "connections_refused",
    "replies_listed",
    "step_failures",
    "log_lines_lost",
    "retention_removed",
]
GaugeName = Literal[
    "breaker_open",
    "carrier_answers",
    "outbox_waiting",
    "partitions_owned",
    "ready_problem",
    "states_held",
    "states_held_bytes",
]
HistogramName = Literal["batch_seconds", "timer_late_seconds", "publish_seconds", "post_seconds"]

REGISTRY = CollectorRegistry()
_COUNTERS: dict[CounterName, Counter] = {
    "events_handled": Counter("doorstep_events_handled", "events decided on", ["topic"], registry=REGISTRY),
    "events_duplicate": Counter("doorstep_events_duplicate", "events seen before", ["topic"], registry=REGISTRY),
    "decisions": Counter("doorstep_decisions", "decisions", ["reason"], registry=REGISTRY),
    "facts": Counter("doorstep_facts", "events remembered without a decision", ["reason"], registry=REGISTRY),
    "dead_letters": Counter("doorstep_dead_letters", "records that are no event", ["topic", "code"], registry=REGISTRY),
    "offsets_unread": Counter(
        "doorstep_offsets_unread",
        "offsets that can't be read, or were removed unread",
        ["topic", "code"],
        registry=REGISTRY,
    ),
    "records_skipped": Counter(
        "doorstep_records_skipped", "records of a time that was lost, passed over", ["topic"], registry=REGISTRY
    ),
    "held": Counter("doorstep_held", "times that all was held until a recovery", ["code"], registry=REGISTRY),
    "cases_parked": Counter("doorstep_cases_parked", "aggregates set aside", ["code"], registry=REGISTRY),
    "events_queued": Counter("doorstep_events_queued", "events behind a parked aggregate", registry=REGISTRY),
    "timers_fired": Counter("doorstep_timers_fired", "timers fired", ["kind"], registry=REGISTRY),
    "intake_handled": Counter("doorstep_intake_handled", "direct inputs handled", registry=REGISTRY),
    "operations": Counter("doorstep_operations", "what operators asked", ["outcome"], registry=REGISTRY),
    "events_refused": Counter("doorstep_events_refused", "events that Kafka did not take", ["code"], registry=REGISTRY),
    "events_published": Counter("doorstep_events_published", "events published", ["topic"], registry=REGISTRY),
    "publish_failures": Counter("doorstep_publish_failures", "publishing failed and is repeated", registry=REGISTRY),
    "consumers_ended": Counter(
        "doorstep_consumers_ended", "consumers that ended by themselves and were made anew", registry=REGISTRY
    ),
    "conflicts": Counter("doorstep_conflicts", "transactions done again", registry=REGISTRY),
    "states_opened": Counter(
        "doorstep_states_opened",
        "states that a transaction began with, held in memory or read",
        ["how"],
        registry=REGISTRY,
    ),
    "states_folded": Counter(
        "doorstep_states_folded",
        "states made of history, after their document or after nothing",
        ["after"],
        registry=REGISTRY,
    ),
    "texts_posted": Counter("doorstep_texts_posted", "posts to the carrier", ["outcome"], registry=REGISTRY),
    "texts_settled": Counter("doorstep_texts_settled", "texts whose fate became known", ["outcome"], registry=REGISTRY),
    "carrier_alarms": Counter(
        "doorstep_carrier_alarms", "most texts began to fail with one code", ["code"], registry=REGISTRY
    ),
    "carrier_codes": Counter(
        "doorstep_carrier_codes", "texts refused, by the carrier's code", ["party", "code"], registry=REGISTRY
    ),
    "webhooks": Counter("doorstep_webhooks", "requests from the carrier", ["outcome"], registry=REGISTRY),
    "connections_refused": Counter(
        "doorstep_connections_refused", "connections that had to make room for others", registry=REGISTRY
    ),
    "replies_listed": Counter(
        "doorstep_replies_listed", "replies that only the carrier's list had", ["outcome"], registry=REGISTRY
    ),
    "step_failures": Counter("doorstep_step_failures", "steps that raised", ["step"], registry=REGISTRY),
    "retention_removed": Counter(
        "doorstep_retention_removed", "what was over and removed", ["what"], registry=REGISTRY
    ),
    "log_lines_lost": Counter("doorstep_log_lines_lost", "log lines that could not be written", registry=REGISTRY),
}
_GAUGES: dict[GaugeName, Gauge] = {
    "breaker_open": Gauge("doorstep_breaker_open", "1 while the breaker of a topic is open", registry=REGISTRY),
    "carrier_answers": Gauge("doorstep_carrier_answers", "1 if the carrier did when asked last", registry=REGISTRY),
    "outbox_waiting": Gauge("doorstep_outbox_waiting", "rows this process has yet to publish", registry=REGISTRY),
    "partitions_owned": Gauge("doorstep_partitions_owned", "partitions assigned", registry=REGISTRY),
    "states_held": Gauge("doorstep_states_held", "states held in memory", registry=REGISTRY),
    "states_held_bytes": Gauge("doorstep_states_held_bytes", "about how much they take", registry=REGISTRY),
    "ready_problem": Gauge("doorstep_ready_problem", "what makes /ready say no", ["cause"], registry=REGISTRY),
}
_SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
_HISTOGRAMS: dict[HistogramName, Histogram] = {
    "batch_seconds": Histogram("doorstep_batch_seconds", "one transaction", buckets=_SECONDS, registry=REGISTRY),
    "timer_late_seconds": Histogram("doorstep_timer_late_seconds", "lateness", buckets=_SECONDS, registry=REGISTRY),
    "publish_seconds": Histogram("doorstep_publish_seconds", "one publish", buckets=_SECONDS, registry=REGISTRY),
    "post_seconds": Histogram("doorstep_post_seconds", "one post to the carrier", buckets=_SECONDS, registry=REGISTRY),
}


_CHILDREN: dict[tuple[object, ...], Counter] = {}
"""Counters by name and labels; the library's own look-up takes four times as long, and there are several a decision."""


def count(name: CounterName, amount: float = 1, **labels: str) -> None:
    key = (name, *labels.items()) if labels else (name,)
    child = _CHILDREN.get(key)
    if child is None:
        metric = _COUNTERS[name]
        child = _CHILDREN[key] = metric.labels(**labels) if labels else metric
    child.inc(amount)


def gauge(name: GaugeName, value: float, **labels: str) -> None:
    metric = _GAUGES[name]
    (metric.labels(**labels) if labels else metric).set(value)


def observe(name: HistogramName, seconds: float) -> None:
    _HISTOGRAMS[name].observe(seconds)
