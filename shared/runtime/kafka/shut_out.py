"""Which rights Kafka does not grant us, who are let in, as a sentence with the grant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    GroupCoordinatorNotAvailableError,
    KafkaConnectionError,
    TopicAuthorizationFailedError,
    for_code,
)

from shared.runtime.refusal import StartRefused

from .authorized import AllowedOperations, allowed

ALL = "./doorstep topics acls prints all that is needed."


async def shut_out(
    kafka: dict[str, Any], group: str, reads: Collection[str], writes: Collection[str] = ()
) -> StartRefused | None:
    """What we may not read or write, topics first, then the group. Topics that don't exist are others' to make and may
    come. Raises `KafkaError`."""
    admin = AIOKafkaAdminClient(**kafka)
    try:
        await admin.start()
        if (refused := barred(await allowed(admin._client, {*reads, *writes}), reads, writes)) is not None:
            return refused
        # aiokafka 0.14 can't read what a broker says of rights on groups; that one may not be seen it does say.
        try:
            answers = await admin.describe_consumer_groups([group])
        except GroupAuthorizationFailedError:
            return _no_group(group)
        # (error, group, state, protocol type, protocol, members, ...)
        if any(for_code(told[0]) is GroupAuthorizationFailedError for answer in answers for told in answer.groups):
            return _no_group(group)
    except (KafkaConnectionError, GroupCoordinatorNotAvailableError):
        pass  # gone again, or new and still making room for groups: neither refuses us anything
    finally:
        await admin.close()
    return None


def barred(
    known: Mapping[str, AllowedOperations], reads: Collection[str], writes: Collection[str]
) -> StartRefused | None:
    """What `known` says that we may not do."""
    unseen = [
        name for name in sorted(known) if for_code(known[name].error_code) is TopicAuthorizationFailedError
    ]  # fmt: skip
    unread = [name for name in sorted(reads) if _lacks(known.get(name), "READ")]
    unwritten = [name for name in sorted(writes) if _lacks(known.get(name), "WRITE")]
    said = [f"see {', '.join(unseen)}"] if unseen else []
    said += [f"read {', '.join(unread)}"] if unread else []
    said += [f"write {', '.join(unwritten)}"] if unwritten else []
    if not said:
        return None
    grants = [(sorted({*unread, *(name for name in unseen if name in reads)}), "READ")]
    grants += [(sorted({*unwritten, *(name for name in unseen if name in writes)}), "WRITE")]
    acls = "kafka-acls --add --allow-principal User:NAME --operation"
    lines = [f"{acls} {operation} --topic {' --topic '.join(names)}" for names, operation in grants if names]
    return StartRefused(f"Kafka does not let us {', nor '.join(said)}.", f"{'; '.join(lines)}. {ALL}")


def _lacks(found: AllowedOperations | None, operation: str) -> bool:
    return (
        found is not None
        and found.operations is not None
        and not found.error_code
        and operation not in found.operations
    )


def _no_group(group: str) -> StartRefused:
    return StartRefused(
        f"Kafka does not let us into the group {group}, so we would get nothing to read.",
        f"kafka-acls --add --allow-principal User:NAME --operation READ --group {group}. {ALL}",
    )
