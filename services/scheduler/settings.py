"""Settings of the scheduler: the common ones, with a policy pack that exists."""

from __future__ import annotations

from pydantic import field_validator

from shared.policy import NoPack, load_pack
from shared.runtime.settings import Settings


class SchedulerSettings(Settings):
    @field_validator("policy")
    @classmethod
    def _is_a_pack(cls, name: str) -> str:
        try:
            load_pack(name)
        except NoPack as error:
            raise ValueError(str(error)) from None
        return name
