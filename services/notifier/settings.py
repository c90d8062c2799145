"""Notifier's own settings, besides those of every service."""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from shared.runtime.settings import Settings, is_loopback


class NotifierSettings(Settings):
    """Twilio's account and number, and our address as Twilio sees it."""

    twilio_sid: str = Field(
        alias="TWILIO_ACCOUNT_SID", pattern=r"^AC[0-9a-f]{32}$", description="AC and 32 hexadecimal digits"
    )
    twilio_token: str = Field(
        alias="TWILIO_AUTH_TOKEN", min_length=16, repr=False, description="the account's auth token (or use a file)"
    )
    twilio_from: str = Field(
        alias="TWILIO_FROM", pattern=r"^\+[1-9]\d{6,14}$", description="the sender's number in E.164, +15005550006"
    )
    twilio_api: str = Field(
        "https://api.twilio.com",
        alias="TWILIO_API_URL",
        pattern=r"^https?://[^\s/]+$",
        description="a URL without a path",
    )
    public_url: str = Field(
        alias="DOORSTEP_PUBLIC_URL",
        pattern=r"^https?://[^\s?#]+[^\s?#/]$",
        description="our webhook's address as Twilio sees it, without a slash at the end",
    )
    webhook_port: int = Field(
        alias="DOORSTEP_WEBHOOK_PORT", ge=1, le=65535, description="the TCP port that serves the webhook"
    )

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if self.clock_file is not None and not is_loopback(self.twilio_api):
            raise ValueError("DOORSTEP_CLOCK_FILE: a virtual clock is refused with a carrier of another machine")
        if urlsplit(self.twilio_api).scheme == "http" and not is_loopback(self.twilio_api):
            raise ValueError("TWILIO_API_URL: plain http is for this machine only; it should begin with https")
        return self
