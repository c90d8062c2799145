"""Log and Out: order per partition, offsets only up to the lowest open record, nothing lost by a restart."""

from __future__ import annotations

import asyncio

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from shared.runtime.kafka.producer import KafkaOut
from shared.runtime.ports import Out, Unavailable
from tests.made_topics import make_topics
from tests.memory.runtime import Fault, MemoryBroker, MemoryOut, Moment, Process
from tests.polling import until

from .given import NOON, sent
from .logs import PATIENCE_S, Bus, read, words


async def test_records_come_in_the_order_of_their_partition_and_none_twice(bus: Bus) -> None:
    for partition in range(3):
        await bus.append(partition, *(f"{partition}{number}" for number in range(5)))
    member = await bus.member("g")
    found = await read(member.log, 15, records_max=4)
    for partition in range(3):
        own = [record for record in found if record.partition == partition]
        assert words(own) == [f"{partition}{number}" for number in range(5)]
        assert [record.offset for record in own] == list(range(5))
    assert {record.topic for record in found} == {bus.topic}
    assert await member.log.poll(10, 0.1) == []


async def test_a_restarted_member_goes_on_after_what_was_committed(bus: Bus) -> None:
    await bus.append(0, "a", "b", "c")
    first = await bus.member("g")
    found = await read(first.log, 3)
    await first.log.commit(found[:2])
    await bus.leave(first)
    assert words(await read((await bus.member("g")).log, 1)) == ["c"]


async def test_what_was_never_committed_comes_again(bus: Bus) -> None:
    await bus.append(0, "a", "b")
    first = await bus.member("g")
    assert words(await read(first.log, 2)) == ["a", "b"]
    await bus.leave(first)
    assert words(await read((await bus.member("g")).log, 2)) == ["a", "b"]


async def test_offsets_never_pass_a_record_that_is_still_open(bus: Bus) -> None:
    await bus.append(0, "a", "b", "c", "d")
    first = await bus.member("g")
    found = await read(first.log, 4)
    await first.log.commit(found[:1])
    await first.log.commit(found[2:])
    await bus.leave(first)
    second = await bus.member("g")
    assert words(await read(second.log, 3)) == ["b", "c", "d"]


async def test_a_gap_that_closes_lets_the_offset_move_past_all(bus: Bus) -> None:
    await bus.append(0, "a", "b", "c", "d")
    first = await bus.member("g")
    found = await read(first.log, 4)
    await first.log.commit(found[2:3])
    await first.log.commit(found[:2])
    await bus.leave(first)
    assert words(await read((await bus.member("g")).log, 1)) == ["d"]


async def test_what_is_given_back_comes_again_in_order(bus: Bus) -> None:
    await bus.append(0, "a", "b", "c")
    await bus.append(1, "x")
    log = (await bus.member("g")).log
    found = await read(log, 4)
    await log.give_back(found)
    again = await read(log, 4)
    assert words([record for record in again if record.partition == 0]) == ["a", "b", "c"]
    assert words([record for record in again if record.partition == 1]) == ["x"]
    await log.commit(again)


async def test_what_was_given_back_is_not_committed_by_a_later_record(bus: Bus) -> None:
    await bus.append(0, "a", "b")
    first = await bus.member("g")
    await first.log.give_back(await read(first.log, 2))
    again = await read(first.log, 2)
    await first.log.commit(again[1:])
    await bus.leave(first)
    assert words(await read((await bus.member("g")).log, 2)) == ["a", "b"]


async def test_two_groups_read_the_same_records(bus: Bus) -> None:
    await bus.append(0, "a")
    for group in ("g", "h"):
        log = (await bus.member(group)).log
        found = await read(log, 1)
        await log.commit(found)
        assert words(found) == ["a"]


async def test_members_share_the_partitions_and_take_over_from_one_that_leaves(bus: Bus) -> None:
    first, second = await bus.member("g"), await bus.member("g")
    shares: list[set[int]] = [set(), set()]

    async def take(index: int) -> None:
        log = (first, second)[index].log
        found = await log.poll(10, 0.1)
        await log.commit(found)
        shares[index] |= {record.partition for record in found}

    async with asyncio.timeout(PATIENCE_S):
        while not (shares[0] and shares[1]):
            for partition in range(3):
                await bus.append(partition, "more")
            await asyncio.gather(take(0), take(1))
    await bus.leave(first)
    shares[1].clear()
    async with asyncio.timeout(PATIENCE_S):
        while shares[1] != {0, 1, 2}:
            for partition in range(3):
                await bus.append(partition, "more")
            await take(1)


async def test_published_rows_come_in_order_per_key(bus: Bus) -> None:
    out = await bus.out()
    rows = [sent(f"{key}{number}", key=key, topic=bus.topic) for number in range(50) for key in "abc"]
    await out.publish(rows[:60])
    await out.publish(rows[60:])
    await out.publish([])
    found = await read((await bus.member("g")).log, 150)
    for key in "abc":
        own = [record for record in found if record.key == key.encode()]
        assert words(own) == [f"{key}{number}" for number in range(50)]
        assert len({record.partition for record in own}) == 1


async def test_a_record_carries_id_type_and_trace_and_nothing_else(bus: Bus) -> None:
    await bus.fill("a")
    ((value, headers),) = await bus.headers()
    row = sent(value)
    assert headers == {"ce_id": str(row.id).encode(), "ce_type": row.type.encode()}


async def test_a_record_larger_than_a_batch_keeps_its_place(bus: Bus) -> None:
    big = "x" * 700_000
    await bus.fill("before", big, "after")
    found = await read((await bus.member("g")).log, 3)
    assert words(found) == ["before", big, "after"]


async def test_when_the_broker_is_gone_nothing_is_published_and_it_says_so(unused_tcp_port: int) -> None:
    broken = Process(by_hand=False, faults=lambda call: Fault(Unavailable("gone")))
    outs: tuple[Out, ...] = (
        KafkaOut({"bootstrap_servers": f"127.0.0.1:{unused_tcp_port}"}),
        MemoryOut(MemoryBroker(Moment(NOON)), broken),
    )
    for out in outs:
        with pytest.raises(Unavailable):
            await out.publish([sent("a")])


async def test_a_row_that_is_not_taken_stops_only_what_its_aggregate_says_after_it(bus: Bus) -> None:
    await bus.take_at_most(20_000)
    rows = [sent(f"{key}{number}", aggregate=key, key=key, topic=bus.topic) for number in range(40) for key in "abcdef"]
    bad = {rows[60]: "too-large", rows[133]: "too-large"}
    rows = [row._replace(value=row.value + b"x" * 30_000) if row in bad else row for row in rows]
    found = await (await bus.out()).publish(rows)
    assert found.refused == {row.id: code for row, code in bad.items()}
    assert found.trouble == ""
    behind = {row.id for at, row in enumerate(rows) if (row.key == "a" and at > 60) or (row.key == "b" and at > 133)}
    assert found.done == {row.id for row in rows} - behind - found.refused.keys()
    told = [value for value, _ in await bus.headers()]
    assert sorted(told) == sorted(row.value.decode() for row in rows if row.id in found.done)


async def test_rows_that_are_together_larger_than_the_topic_takes_are_published_all(bus: Bus) -> None:
    await bus.take_at_most(20_000)
    rows = [sent(f"{number:02} " + "x" * 5_000, key="k", topic=bus.topic) for number in range(30)]
    found = await (await bus.out()).publish(rows)
    assert (found.refused, found.trouble) == ({}, "")
    assert [value for value, _ in await bus.headers()] == [row.value.decode() for row in rows]


async def test_rows_of_a_topic_that_is_not_there_hold_up_no_other(bus: Bus) -> None:
    await bus.take_at_most(1_000_000)
    rows = [sent(f"{key}{number}", aggregate=key, key=key, topic=bus.topic) for number in range(3) for key in "ab"]
    lost = sent("lost", aggregate="b", key="b", topic=f"{bus.topic}-gone")
    found = await (await bus.out()).publish([*rows[:2], lost, *rows[2:]])
    assert found.refused == {lost.id: "topic-missing"}
    assert [value for value, _ in await bus.headers()] in (["a0", "a1", "a2", "b0"], ["b0", "a0", "a1", "a2"]) or (
        rows[3].id in found.done
    )
    assert {row.id for row in rows if row.key == "a"} <= found.done


async def test_a_topic_that_is_deleted_while_it_is_written_to_is_told_from_a_kafka_that_is_away(
    kafka_bootstrap: str, unique: str
) -> None:
    stays, goes = f"stays-{unique}", f"goes-{unique}"
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    await make_topics(kafka_bootstrap, stays, goes)
    out = KafkaOut({"bootstrap_servers": kafka_bootstrap})

    async def is_gone() -> bool:
        return goes not in await admin.list_topics()

    async def is_taken() -> bool:  # the broker takes records a moment after the topic was made: the outbox tries again
        return (await out.publish(rows[1:])).done == {rows[1].id}

    try:
        await out.publish([sent("1", "a", topic=stays), sent("2", "b", topic=goes)])
        await admin.delete_topics([goes])
        await until(is_gone)  # until then it takes records that go with it
        rows = [sent("3", "a", topic=stays), sent("4", "b", topic=goes)]
        found = await out.publish(rows)
        assert (found.done, found.refused) == ({rows[0].id}, {rows[1].id: "topic-missing"})
        await make_topics(kafka_bootstrap, goes)
        await until(is_taken)
    finally:
        await out.close()
        await admin.close()
