"""A Kafka of the user's own: does it let us in, has it our topics, may we read them, may we make those that lack?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from deploy.local.command_settings import CommandSettings
from deploy.local.quiet_logger import quiet_logger
from shared.contracts.catalogue import TOPICS
from shared.contracts.topic_rights import SERVICES, group_of, reads, writes
from shared.decision.figures import counted
from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.refusals import hindered
from shared.runtime.kafka.shut_out import shut_out
from shared.runtime.refusal import StartRefused
from shared.runtime.settings import KafkaSettings, SettingsError, load, setting

from .finding import Diagnosis, bad, good, note
from .topic_settings import unlike

WHAT = "Kafka"
WAIT_S = 8
READ_ALONE = ("DOORSTEP_TOPIC_PREFIX",)


async def kafka(env: Mapping[str, str]) -> list[Diagnosis]:
    """Nothing where the embedded one will be used."""
    try:
        if setting(env, "KAFKA_BOOTSTRAP_SERVERS") is None:
            return []
        ours = {name: value for name, value in env.items() if name.startswith(("KAFKA_", *READ_ALONE))}
        settings = load(KafkaSettings, ours)
        options = connection(settings)
    except SettingsError as error:
        return [bad(WHAT, line, "") for line in str(error).splitlines()]
    except StartRefused as refusal:
        return [bad(WHAT, refusal.what, refusal.todo)]
    with quiet_logger("aiokafka"):  # its own complaints would stand between the lines of the table
        try:
            async with asyncio.timeout(WAIT_S * 2):
                return await _looked(env, settings, options)
        except (KafkaError, TimeoutError, OSError) as error:
            found = await hindered(options)
            if found is not None:
                return [bad(WHAT, f"{settings.kafka_bootstrap}: {found.what}", found.todo)]
            what = f"{settings.kafka_bootstrap} lets us in and does not answer ({type(error).__name__})"
            return [bad(WHAT, what, "Can the addresses that it advertises be reached from here?")]


async def _looked(env: Mapping[str, str], settings: KafkaSettings, options: dict[str, Any]) -> list[Diagnosis]:
    prefix = settings.topic_prefix
    admin = AIOKafkaAdminClient(**options, request_timeout_ms=WAIT_S * 1000)
    try:
        await admin.start()
        known = set(await admin.list_topics())
        brokers = len((await admin.describe_cluster())["brokers"])
        missing = [topic for topic in TOPICS if prefix + topic.name not in known]
        refused = await _not_to_be_made(admin, [prefix + topic.name for topic in missing], env, brokers)
        otherwise = await unlike(admin, prefix, known)
    finally:
        await admin.close()
    said: dict[str, Diagnosis] = {}
    for service in SERVICES:
        reading, writing = ([prefix + topic.name for topic in topics] for topics in (reads(service), writes(service)))
        barred = await shut_out(options, group_of(service, prefix), reading, writing)
        if barred is not None:
            said[barred.what] = bad(WHAT, barred.what.removeprefix("Kafka "), barred.todo)
    if found := [*said.values()] or ([refused] if refused is not None else []):
        # Of a topic that we may not see Kafka does not say whether it is there.
        return found
    where = f"{settings.kafka_bootstrap}, {counted(brokers, 'broker')}"
    under = f" under {prefix}" if prefix else ""
    if len(missing) not in (0, len(TOPICS)):
        names_said = ", ".join(prefix + topic.name for topic in missing)
        return [note(WHAT, f"{where}, topics that are missing: {names_said}", "./doorstep up makes them.")]
    if otherwise is not None:
        return [note(WHAT, *otherwise)]
    return [good(WHAT, f"{where}, {'all topics to be made' if missing else 'all topics there'}{under}")]


async def _not_to_be_made(
    admin: AIOKafkaAdminClient, names: list[str], env: Mapping[str, str], brokers: int
) -> Diagnosis | None:
    """Would Kafka make these topics? It is asked, and makes nothing."""
    try:
        copies = load(CommandSettings, env).replication
    except SettingsError:  # which is said elsewhere
        return None
    if not names:
        return None
    if brokers < copies:
        what = f"{counted(brokers, 'broker')}, too few for {copies} copies of each record"
        return bad(WHAT, what, f"Set DOORSTEP_REPLICATION={brokers}.")
    answer = await admin.create_topics([NewTopic(name, 1, copies) for name in names], validate_only=True)
    for topic, code, *_ in answer.topic_errors:
        error = for_code(code)
        if code and error is not TopicAlreadyExistsError:
            return bad(
                WHAT, f"refuses to make the topic {topic} ({error.__name__})",
                "Grant CREATE on our topics, or make them yourself as docs/events.md lists them.",
            )  # fmt: skip
    return None
