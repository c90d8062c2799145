"""A topic has the catalogue's name inside, and the deployment's prefix before it on Kafka: everywhere."""

from __future__ import annotations

import re

import pytest

from .sources import ROOT, python_files

CLIENT = re.compile(r"^import faust|^from aiokafka.* import .*(AIOKafka|TopicPartition|NewTopic)", re.MULTILINE)
# These are given the names of topics and groups as Kafka has them, or need none.
GIVEN_NAMES = {
    "deploy/checks/kafka.py",
    "services/console/views/streams.py",
    "services/console/views/backlog.py",
    "services/console/views/unread_since.py",
    "services/console/monitor/intake.py",
    "services/console/web/stream/reader.py",
    "services/console/model/topic_follower.py",
    "shared/runtime/kafka/goodbyes.py",
    "shared/runtime/kafka/uvloop_patch.py",
    "shared/runtime/kafka/token_patch.py",
    "shared/runtime/kafka/tokens.py",
    "shared/runtime/kafka/fetched.py",
    "shared/runtime/kafka/live_password.py",
    "shared/runtime/kafka/described.py",
    "shared/runtime/kafka/group.py",
    "shared/runtime/kafka/consumer_liveness.py",
    "shared/runtime/kafka/places.py",
    "shared/runtime/kafka/readable.py",
    "shared/runtime/kafka/refusals.py",
    "shared/runtime/kafka/shut_out.py",
    "shared/runtime/kafka/refused_rows.py",
    "shared/runtime/kafka/producer_end.py",
    "shared/runtime/kafka/topic_questions.py",
    "shared/runtime/readiness.py",
    # The verifier judges the demo's own Kafka only, and shares nothing with us.
    "services/verifier/topics.py",
}
PLACES = {
    path.as_posix()
    for path in python_files("services", "shared", "deploy")
    if CLIENT.search((ROOT / path).read_text("utf-8"))
}


@pytest.mark.parametrize("place", sorted(PLACES - GIVEN_NAMES))
def test_whoever_talks_to_kafka_puts_the_prefix_before_its_names(place: str) -> None:
    text = (ROOT / place).read_text("utf-8")
    assert re.search(r"\bprefix\b|topic_prefix|settings\.topics", text), "or is it given them? Then say so above"
