"""What PostgreSQL says is told in words that a person can do something with."""

from __future__ import annotations

import asyncio
import builtins

import aiokafka.errors
import psycopg
import pytest
from aiokafka.errors import KafkaConnectionError, NodeNotReadyError
from psycopg import errors

from shared.runtime.health import Health
from shared.runtime.loops import Step, forever
from shared.runtime.pg.errors import translated
from shared.runtime.ports import Unavailable
from shared.runtime.trouble_words import KAFKA_WORDS, WORDS, in_words, kafka_words


async def said_of(error: Exception) -> str:
    """What `/ready` says of a loop whose statement raised it."""
    health, stopping = Health("toy"), asyncio.Event()

    async def run() -> int:
        stopping.set()
        async with translated():
            raise error

    await forever(Step("work", run), health, stopping)
    return str(health.ready()[1]["waiting_for"]["work"])


async def test_in_the_middle_of_a_restore_it_says_that_tables_are_missing() -> None:
    said = await said_of(errors.UndefinedTable())
    assert said.startswith("tables of ours are not there; is it being restored")
    assert said.endswith("(UndefinedTable 42P01)")


async def test_a_server_that_is_away_is_away() -> None:
    assert await said_of(psycopg.OperationalError()) == "it can't be reached, or gives no answer"


@pytest.mark.parametrize("name", sorted(WORDS.keys() - {"silent"}))
def test_every_name_is_one_of_the_clients(name: str) -> None:
    assert hasattr(errors, name) or hasattr(psycopg, name)


@pytest.mark.parametrize("other", ["Kafka: ValueError", "in the way of others", ""])
def test_what_is_no_code_stays_as_it_is(other: str) -> None:
    assert in_words(str(Unavailable(other))) == other


@pytest.mark.parametrize(
    ("error", "words"),
    [(TimeoutError(), "it does not answer in time"), (KafkaConnectionError(), "nobody answers there"),
     (ConnectionRefusedError(), "nobody answers there"), (NodeNotReadyError(), "nobody answers there")],
)  # fmt: skip
def test_what_kafkas_client_raises_while_the_broker_is_away_is_said_in_words(error: Exception, words: str) -> None:
    assert kafka_words(error) == words
    assert in_words(f"Kafka: {type(error).__name__}") == f"Kafka: {words}"


@pytest.mark.parametrize("name", sorted(KAFKA_WORDS))
def test_every_name_of_kafkas_is_an_error(name: str) -> None:
    assert any(hasattr(module, name) for module in (aiokafka.errors, asyncio, builtins))
