"""Why a service may not be ready: every cause, what it means, and what a person does about it.

The list is closed: whatever makes `/ready` say no is one of these, counts in `doorstep_ready_problem{cause=...}`, and
has its row in docs/runbooks/readiness.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

NotReadyCause = Literal[
    "start", "database", "kafka", "topics", "group", "partitions", "reader", "breaker", "loop", "outbox", "carrier",
    "webhook-signatures", "deaf", "version", "clock", "restored", "lost", "lost-time",
]  # fmt: skip
CAUSES: tuple[NotReadyCause, ...] = get_args(NotReadyCause)


@dataclass(frozen=True, slots=True)
class CauseMeaning:
    """`means` is a sentence about the cause as such, `todo` what to do where nothing closer is known.

    `runbook` is the page for whoever has it before them: a file in docs/runbooks, and the heading there.
    """

    means: str
    todo: str
    runbook: str

    @property
    def page(self) -> str:
        """From the root of the repository."""
        return f"docs/runbooks/{self.runbook}"


MEANINGS: dict[NotReadyCause, CauseMeaning] = {
    "start": CauseMeaning(
        "The process is starting and does no work yet.",
        "Wait; the other lines say for what it waits.",
        "readiness.md#start",
    ),
    "database": CauseMeaning(
        "PostgreSQL does not answer, so nothing can be decided or stored.",
        "Look whether PostgreSQL runs and can be reached at DATABASE_URL; work goes on by itself.",
        "readiness.md#database",
    ),
    "kafka": CauseMeaning(
        "Kafka does not answer, so nothing is read or published.",
        "Look whether Kafka runs and can be reached at KAFKA_BOOTSTRAP_SERVERS; work goes on by itself.",
        "readiness.md#kafka",
    ),
    "topics": CauseMeaning(
        "Topics that the service reads or writes are missing, or Kafka does not let it.",
        "Make the topics named, or grant what `./doorstep topics acls` prints; is DOORSTEP_TOPIC_PREFIX what it was?",
        "readiness.md#topics",
    ),
    "group": CauseMeaning(
        "Kafka refuses the service its consumer group, so it gets no partitions.",
        "Grant READ on the group named to the user of KAFKA_SASL_USERNAME (or of the client certificate).",
        "readiness.md#group",
    ),
    "partitions": CauseMeaning(
        "No partition is assigned to this process, so it reads nothing.",
        "Wait if it has just started; else run fewer replicas than there are partitions.",
        "readiness.md#partitions",
    ),
    "reader": CauseMeaning(
        "There are records to read, and the reader has stood still before them.",
        "Read the process's log; `./doorstep lag` says how much waits. A restart reads them again.",
        "readiness.md#reader",
    ),
    "breaker": CauseMeaning(
        "Most of the newest records of a topic were no events, so the service stopped reading it.",
        "Which producer sends them? What can't be saved is let go with ./doorstep dlq set-aside TOPIC --up-to now.",
        "breaker.md",
    ),
    "loop": CauseMeaning(
        "A loop of the service fails again and again.",
        "Its log has `step-failed` with file and line; what it works on is kept meanwhile.",
        "readiness.md#loop",
    ),
    "outbox": CauseMeaning(
        "Decisions are stored, but their events do not get into Kafka.",
        "Look whether Kafka takes records: WRITE on our topics, enough replicas in sync, room on its disks.",
        "outbox.md",
    ),
    "carrier": CauseMeaning(
        "The carrier refuses our account or sender, or can't be reached, so no text leaves.",
        "Check the TWILIO_ settings and the account in Twilio's console; texts wait and go out afterwards.",
        "carrier.md",
    ),
    "webhook-signatures": CauseMeaning(
        "Requests to the webhook came lately, and every signature was refused.",
        "Check DOORSTEP_PUBLIC_URL (as Twilio calls it) and the tokens; replies are read from Twilio's list meanwhile.",
        "webhook-address.md",
    ),
    "deaf": CauseMeaning(
        "What the bank says may lie unread, so counted texts and visits wait.",
        "Mend what the other lines say, and all goes on; what was removed unread waits for ./doorstep dlq discard.",
        "readiness.md#deaf",
    ),
    "version": CauseMeaning(
        "A newer version stored what this one can't read in full, so this process left its work to newer ones.",
        "Finish the roll-out; after one that was taken back, install the newer version again, and start anew.",
        "upgrade.md",
    ),
    "clock": CauseMeaning(
        "The machine's clock is minutes off the database's, or jumped, so nothing is decided on and no text is posted.",
        "Set the clocks of this machine and of the database's (NTP); work goes on by itself when both agree.",
        "readiness.md#clock",
    ),
    "restored": CauseMeaning(
        "The database is older than what the service did, so nothing is read, sent or published; replies are stored.",
        "Look with ./doorstep recover --check; then ./doorstep recover --by WHO --reason WHY.",
        "restore.md",
    ),
    "lost": CauseMeaning(
        "A topic ends before what was read of it: it was made anew, or Kafka lost records. Nothing is read or sent.",
        "Look with ./doorstep recover --check; then ./doorstep recover --by WHO --reason WHY.",
        "restore.md",
    ),
    "lost-time": CauseMeaning(
        "After a restore texts wait until what the lost time held is read again and decided on.",
        "Wait: this ends by itself, as soon as the carrier's list and the bank's topics are read.",
        "restore.md",
    ),
}
