"""docs/runbooks/kafka-rights.md and database-rights.md: who needs which right, from what the commands print."""

from __future__ import annotations

from collections.abc import Iterator

from services.console.cli.migrate import PARTIES
from services.console.cli.topics import ABOUT
from shared.contracts.topic_rights import HOLDERS, Holder, KafkaRight, rights_of
from shared.runtime.pg.grants import printed_grants

KAFKA = """# Kafka's rights, and `./doorstep topics acls`

**What it means.** On a Kafka that grants nothing by itself (`StandardAuthorizer`, no `allow.everyone.if.no.acl.found`)
each of our processes needs the rights below and no others. Tests start them all on such a broker, each with a user of
its own, with exactly these.

```
./doorstep topics acls                        # a user for each: doorstep-notifier, doorstep-scheduler, ..., bank
./doorstep topics acls --one doorstep         # one for all of ours, as ./doorstep up starts them
./doorstep topics acls --user notifier=n1 --user bank=CN=core,O=Bank     # as your users are called
./doorstep topics acls --json
```

It prints lines for `kafka-acls.sh`; put your broker and a file of an administrator's login in their place. Names have
`DOORSTEP_TOPIC_PREFIX`. Nothing is changed.

| who | topics: DESCRIBE and READ | topics: DESCRIBE and WRITE | besides |
|---|---|---|---|
"""
AFTER = """
- WRITE on a topic is all that an idempotent producer needs, since Kafka 2.8. Before it: `--before-2.8` adds
  `IDEMPOTENT_WRITE` on the cluster. No transactional id is used.
- CREATE is needed once, by who makes the topics (`./doorstep up`); nobody needs it where you make them yourself
  ([events](../events.md) lists them) or after it was done.
- Without DELETE the monitor works and leaves three topics behind at each end; they expire within a day.
- The console gives records back that a service could not read, so it writes what services read. Operators who only
  look need its READ rights and DESCRIBE on the groups.
- `operations` and `switches` are commands: who may write there can stop all texts. `dead-letters` nobody else needs.

**Look.** `./doorstep doctor` names every right that the user of the settings lacks for the services: which topic, READ
or WRITE, which group. A service that lacks one at its start ends with 77 and the same sentence; one that loses it later
is not ready (`topics`, `group`), says which, and goes on by itself when it is granted again.
"""
DATABASE = """# The database's rights, and `./doorstep migrate`

**What it means.** Each service has a schema and a role of its name (`doorstep_notifier`, ...), and works with the
rights of that role alone. Roles, schemas and tables are made by whoever owns them, the tables of a new version too.

**Three ways.** With the embedded PostgreSQL, or a `DATABASE_URL` whose user may create roles and schemas, a start makes
what is missing. Where services must not have such rights:

```
DATABASE_URL=postgresql://owner@db/doorstep ./doorstep migrate --grant app     # once, and before each new version
DATABASE_URL=postgresql://app@db/doorstep ./doorstep up                        # app owns nothing and creates nothing
```

Where the owner must not have them either (no `CREATEROLE`, no `CREATE` on the database), an administrator runs once
what this prints; it changes nothing:

```
./doorstep migrate --print-grants --owner owner --grant app --operator ann > grants.sql
psql doorstep -f grants.sql    # the administrator
DATABASE_URL=postgresql://owner@db/doorstep ./doorstep migrate    # before each new version
```

`--grant router=app2` gives one service (or `console`) a login of its own. Roles belong to the whole server: for a
second database there, or after a login was changed, print and run it again for that database. This is all of it:

```sql
"""
LOOKS = """```

Who only looks (`case`, `why`, `dlq ls`, `held ls`, ...) needs neither: `./doorstep migrate --operator ann` lets `ann`
read the views that services publish, as the role `doorstep_operator`, and no table. Who changes something (`dlq
replay`, `held end`, ...) needs no more of the database, but must be allowed to write the topic `operations`, and for
`replay` and `mend` the topic of the record ([Kafka's rights](kafka-rights.md)); who lets everything go on (`switch
resume --scope all`, `confirm`) also writes a table of the console: `GRANT doorstep_console TO ann;`. Where nobody but
a superuser may make roles: `CREATE ROLE doorstep_operator NOLOGIN;`, then `migrate` once more.

One service alone: `python -m services.notifier migrate --grant app`, which needs no setting but `DATABASE_URL`. Twice,
or twice at once, is the same as once. Services of the version before go on working on the new tables.

**Look.** `./doorstep doctor` says what the user of `DATABASE_URL` may not do. A service that finds tables of an older
version, and may not change them, ends with code 77 and names this command.
"""


def kafka() -> str:
    return KAFKA + "".join(f"{_row(holder)}\n" for holder in HOLDERS) + AFTER


def database() -> str:
    logins = {party: ["app"] for party in PARTIES}
    sql = "".join(f"{line}\n" for line in printed_grants(PARTIES, "owner", logins, ["ann"]))
    return DATABASE + sql + LOOKS


def _row(holder: Holder) -> str:
    rights = rights_of(holder)
    read, write = (", ".join(_topics(rights, operation)) or "-" for operation in ("READ", "WRITE"))
    cells = (f"`{holder}`: {ABOUT[holder]}", read, write, "; ".join(_besides(rights)) or "-")
    return f"| {' | '.join(cells)} |"


def _topics(rights: list[KafkaRight], operation: str) -> Iterator[str]:
    for right in rights:
        if right.kind == "topic" and right.operation == operation and not right.prefixed:
            yield f"`{right.name}`"


def _besides(rights: list[KafkaRight]) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for right in rights:
        if right.kind == "group" or right.prefixed:
            name = f"{right.kind} `{right.name}{'*' if right.prefixed else ''}`"
            groups.setdefault(name, []).append(right.operation)
    for name, operations in groups.items():
        yield f"{', '.join(operations)} on {name}"
    if created := [right.name for right in rights if right.operation == "CREATE" and not right.prefixed]:
        yield f"CREATE, DESCRIBE on all {len(created)} topics"
