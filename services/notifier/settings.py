"""Notifier's own settings, besides those of every service."""

from __future__ import annotations

import re
from typing import Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from shared.runtime.admission import CONNECTIONS_MAX
from shared.runtime.limits import CONNECTIONS_MIN
from shared.runtime.loopback import is_loopback, travels_safely
from shared.runtime.settings import Settings

from .core.wording import LANGUAGES, nearest
from .shell.sender import Ours, kind_of

TAG = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{2,8}){0,2}")
"""What looks like the tag of a language (BCP 47), or like the name of one."""


class NotifierSettings(Settings):
    """Twilio's account and number, and our address as Twilio sees it."""

    twilio_sid: str = Field(
        alias="TWILIO_ACCOUNT_SID", pattern=r"^AC[0-9a-f]{32}$", description="AC and 32 hexadecimal digits"
    )
    twilio_token: str = Field(
        alias="TWILIO_AUTH_TOKEN",
        min_length=16,
        repr=False,
        description="the account's auth token, at least 16 characters (or use a file)",
    )
    twilio_second_token: str | None = Field(
        None,
        alias="TWILIO_AUTH_TOKEN_SECONDARY",
        min_length=16,
        repr=False,
        description="the other auth token while they are rotated, at least 16 characters (or use a file)",
    )
    twilio_from: str = Field(
        alias="TWILIO_FROM",
        description="the sender, which people can answer: a number in E.164 (+15005550006), a short code or a messaging"
        " service (MG and 32 hexadecimal digits)",
    )
    twilio_numbers: str = Field(
        "",
        alias="TWILIO_NUMBERS",
        description="further numbers of yours that people may answer to, separated by commas: E.164 or short codes",
    )
    twilio_api: str = Field(
        "https://api.twilio.com",
        alias="TWILIO_API_URL",
        pattern=r"^https?://[^\s/]+$",
        description="https:// and a host, without a path",
    )
    public_url: str = Field(
        alias="DOORSTEP_PUBLIC_URL",
        pattern=r"^https?://[^\s?#]+[^\s?#/]$",
        description="our webhook's address as Twilio sees it: https:// and a host, without ?, # or a slash at the end",
    )
    webhook_port: int = Field(
        alias="DOORSTEP_WEBHOOK_PORT",
        ge=1,
        le=65535,
        description="the TCP port that serves the webhook, from 1 to 65535",
    )
    webhook_connections: int = Field(
        CONNECTIONS_MAX,
        alias="DOORSTEP_WEBHOOK_CONNECTIONS",
        ge=CONNECTIONS_MIN,
        le=50_000,
        description=f"how many connections to the webhook may be open at once, {CONNECTIONS_MIN} to 50000, as far as"
        " the limit of open files allows; for one more the one goes that has said nothing whole for longest",
    )

    languages: str = Field(
        "",
        alias="DOORSTEP_LANGUAGES",
        description="the languages of your borrowers, as BCP 47 tags separated by commas: zh-Hant,en",
    )
    second_reader: bool = Field(
        False,
        alias="DOORSTEP_SECOND_READER",
        description="yes where a second reader may doubt what replies were read as, else no",
    )

    @field_validator("languages")
    @classmethod
    def _are_written(cls, languages: str) -> str:
        # What is no tag of a language is not repeated: it may be a secret that was put into the wrong place.
        unwritten = [
            tag if TAG.fullmatch(tag) else f"number {place}"
            for place, tag in enumerate(listed(languages), 1)
            if nearest(tag) is None
        ]
        if unwritten:
            found = f"no text is written in {', '.join(unwritten)}; texts are written in {', '.join(LANGUAGES)}"
            raise ValueError(f"DOORSTEP_LANGUAGES: {found}")
        return languages

    @field_validator("twilio_api", "public_url")
    @classmethod
    def _nobody_reads_on_the_way(cls, url: str, about: ValidationInfo) -> str:
        if not travels_safely(url):
            name = cls.model_fields[str(about.field_name)].alias
            raise ValueError(f"{name}: plain http is for this machine only; it should begin with https://")
        return url

    @field_validator("twilio_from")
    @classmethod
    def _is_a_sender(cls, sender: str) -> str:
        match kind_of(sender):
            case None:
                raise ValueError("no sender")
            case "name":
                # Every text says how to answer STOP, and a visit is agreed by an answer.
                raise ValueError(
                    "TWILIO_FROM: nobody can answer a name, so nobody could say STOP or choose a time; it should be a"
                    " number, a short code or a messaging service without names among its senders"
                )
        return sender

    @field_validator("twilio_numbers")
    @classmethod
    def _are_numbers(cls, numbers: str) -> str:
        if any(kind_of(one) not in ("number", "short-code") for one in listed(numbers)):
            raise ValueError("no numbers")
        return numbers

    @property
    def ours(self) -> Ours:
        """Whom we are to the carrier."""
        return Ours(self.twilio_sid, self.twilio_from, listed(self.twilio_numbers))

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if self.clock_file is not None and not is_loopback(self.twilio_api):
            raise ValueError("DOORSTEP_CLOCK_FILE: a virtual clock is refused with a carrier of another machine")
        return self


def listed(numbers: str) -> tuple[str, ...]:
    """What stands between the commas."""
    return tuple(one.strip() for one in numbers.split(",") if one.strip())
