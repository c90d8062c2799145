"""Where made-up customers must never be: beside a real carrier, or among real customers."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from deploy.local.command_settings import said
from deploy.local.user_error import UserError
from shared.runtime.loopback import is_loopback
from shared.runtime.settings import FILE

MARK = "sandbox"
"""What the name of a database and a prefix of topics must hold, that nobody's are taken for it."""
OF_CARRIER = ("TWILIO_", "DOORSTEP_PUBLIC_URL")


def refuse_real(env: Mapping[str, str]) -> None:
    """Raises `UserError` that names what is real, or might be."""
    carrier = sorted(name for name, value in env.items() if value and name.startswith("TWILIO_"))
    alone = [name.removesuffix(FILE) for name in carrier] == ["TWILIO_API_URL"]
    if carrier and not (alone and is_loopback(said(env, "TWILIO_API_URL") or "")):
        raise UserError(
            f"A real carrier is set up here: {', '.join(carrier)}. The sandbox sends nobody texts.",
            "Unset it, or start without --sandbox.",
        )
    if said(env, "KAFKA_BOOTSTRAP_SERVERS") and not (said(env, "DOORSTEP_TOPIC_PREFIX") or "").startswith(MARK):
        raise UserError(
            "On a Kafka of yours made-up customers get topics of their own.",
            f"Set DOORSTEP_TOPIC_PREFIX to something that begins with {MARK}, or unset KAFKA_BOOTSTRAP_SERVERS.",
        )
    database = said(env, "DATABASE_URL")
    if database and MARK not in urlsplit(database).path:
        raise UserError(
            "In a PostgreSQL of yours made-up customers get a database of their own.",
            f"Let DATABASE_URL name one with {MARK} in its name, or unset it.",
        )


def without_carrier(env: Mapping[str, str]) -> dict[str, str]:
    """The environment, without what says how texts are sent."""
    return {name: value for name, value in env.items() if not name.startswith(OF_CARRIER)}
