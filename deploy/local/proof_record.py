"""What a campaign of faults proved: one small record, written by the campaign and read by whoever shows it.

It says what went wrong on purpose, what was reached, and whether every promise held. Nothing in it is about a person:
the people of a campaign are made up, and even they are only counted.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

FORMAT: Final = 1
FOUND_MAX = 30
NAMES_MAX = 2_000
CampaignKind = Literal["simulation", "sweep", "chaos", "outages", "demo"]
CampaignVerdict = Literal["held", "broken", "too-rare", "stopped"]
RecordText = Annotated[str, Field(max_length=400)]
NumberOf = Annotated[int, Field(ge=0)]
CountsByName = Annotated[dict[RecordText, NumberOf], Field(max_length=NAMES_MAX)]


class _Part(BaseModel):
    # A later version may say more; what it adds is not needed to understand what is known here.
    model_config = ConfigDict(frozen=True, extra="ignore")


class Sometimes(_Part):
    """A thing that must happen sometimes, or the campaign proved little: how often it did, and at least had to.

    `wanted` is 0 where so small a campaign promises nothing.
    """

    name: RecordText
    seen: NumberOf
    wanted: NumberOf = 0


class BrokenPromise(_Part):
    """`seed` is empty where the campaign has no seeds of its own to replay."""

    seed: RecordText = ""
    rule: RecordText
    where: RecordText = ""
    what: RecordText


class CampaignRecord(_Part):
    """`seeds` says which, in words; `count` how many runs. `commit` ends in `+` where the tree was changed."""

    format: Literal[1] = FORMAT
    kind: CampaignKind
    began: AwareDatetime
    seconds: Annotated[float, Field(ge=0)]
    verdict: CampaignVerdict
    seeds: RecordText
    count: NumberOf
    faults: CountsByName = Field(default_factory=dict)
    sometimes: Annotated[tuple[Sometimes, ...], Field(max_length=NAMES_MAX)] = ()
    broken: Annotated[tuple[BrokenPromise, ...], Field(max_length=FOUND_MAX)] = ()
    figures: CountsByName = Field(default_factory=dict)
    version: RecordText = ""
    commit: RecordText = ""

    @property
    def never(self) -> tuple[Sometimes, ...]:
        """What was not reached at all."""
        return tuple(each for each in self.sometimes if not each.seen)
