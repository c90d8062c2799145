"""What errors of PostgreSQL's and Kafka's mean, for a person. A code stays behind the words, for whoever looks it up;
the name of a class is none.
"""

from __future__ import annotations

UNREACHED = ("OperationalError", "ConnectionTimeout", "silent")
"""Without a code: nobody answered. What answers has one."""
MISSING = "tables of ours are not there; is it being restored, or still to be migrated (./doorstep migrate)?"
OTHER = "its tables are of another version than this program (./doorstep migrate)"
KEYS = "a key of our tables is not there; is it being restored?"
AWAY = "it can't be reached, or gives no answer"
HELD = "somebody has held a table of ours for long (a dump, a report, a transaction left open): it is tried again"
WORDS = {
    **dict.fromkeys(("UndefinedTable", "InvalidSchemaName"), MISSING),
    **dict.fromkeys(("UndefinedColumn", "UndefinedFunction", "WrongObjectType"), OTHER),
    "InvalidColumnReference": KEYS,
    **dict.fromkeys(UNREACHED, AWAY),
    **dict.fromkeys(("LockNotAvailable", "DeadlockDetected"), HELD),
    "InsufficientPrivilege": "it refuses us a right",
    "AdminShutdown": "it was shut down",
    "CannotConnectNow": "it is starting or stopping",
    "TooManyConnections": "it has no connection left for us",
    "DiskFull": "its disk is full",
    "ReadOnlySqlTransaction": "it takes no writes: is it a standby?",
}
KAFKA = "Kafka: "
SILENT = "it does not answer in time"
NOBODY = "nobody answers there"
NO_LEADER = "a partition has no leader just now"
NO_COORDINATOR = "nobody keeps our group just now"
KAFKA_WORDS = {
    **dict.fromkeys(("TimeoutError", "KafkaTimeoutError", "RequestTimedOutError", "CancelledError"), SILENT),
    **dict.fromkeys(("KafkaConnectionError", "NodeNotReadyError", "NoBrokersAvailable", "OSError"), NOBODY),
    **dict.fromkeys(("ConnectionError", "ConnectionRefusedError", "ConnectionResetError", "BrokenPipeError"), NOBODY),
    **dict.fromkeys(("LeaderNotAvailableError", "NotLeaderForPartitionError", "StaleMetadata"), NO_LEADER),
    **dict.fromkeys(("GroupCoordinatorNotAvailableError", "CoordinatorNotAvailableError"), NO_COORDINATOR),
    **dict.fromkeys(("NotCoordinatorForGroupError", "CoordinatorLoadInProgressError"), NO_COORDINATOR),
    "GroupLoadInProgressError": NO_COORDINATOR,
    "UnknownTopicOrPartitionError": "a topic is missing, or not ours to see",
    "NotEnoughReplicasError": "too few of its brokers are there to keep what is written",
}


def in_words(trouble: str) -> str:
    """`trouble` is what `Unavailable` says. What is no error of theirs stays as it is."""
    if trouble.startswith(KAFKA):
        return f"{KAFKA}{kafka_words(trouble.removeprefix(KAFKA))}"
    name = trouble.partition(" ")[0]
    words = WORDS.get(name)
    return trouble if words is None else words if name in UNREACHED else f"{words} ({trouble})"


def kafka_words(error: Exception | str) -> str:
    """An error of Kafka's client, or its class's name. One that nobody foresaw keeps its name."""
    name = error if isinstance(error, str) else type(error).__name__
    return KAFKA_WORDS.get(name, name)
