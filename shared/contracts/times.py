"""Times, days and zones of events: RFC 3339 with an offset, in years a calendar here can hold, in zones that exist.

A number is no time, and neither is a string of digits: pydantic alone would read both as seconds since 1970.
The range keeps out what overflows later (an offset in year 1, a timer in year 9999), where nobody could refuse it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from .zones import LISTED, PLACES

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"


@dataclass(frozen=True, slots=True)
class Written:
    """JSON must write the value as a string in this form; from Python the value itself is taken. All of it in Rust."""

    format: Literal["date", "date-time"]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        form, value = (
            (f"^{DATE}$", core_schema.date_schema(ge=EARLIEST.date(), lt=LATEST.date()))
            if self.format == "date"
            else (
                f"^{DATE}[Tt]{TIME}$",
                core_schema.datetime_schema(tz_constraint="aware", ge=EARLIEST, lt=LATEST),
            )
        )
        written = core_schema.custom_error_schema(
            core_schema.str_schema(pattern=form, strict=True, max_length=40),
            custom_error_type=f"rfc_3339_{self.format.replace('-', '_')}",
            custom_error_message=f"must be written as a {self.format} of RFC 3339",
        )
        return core_schema.json_or_python_schema(core_schema.chain_schema([written, value]), value)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "format": self.format}


Instant = Annotated[datetime, Written("date-time")]
"""An aware moment between 1900 and 2200."""
Day = Annotated[date, Written("date")]
"""A local day between 1900 and 2200."""

NEWS: dict[str, bool] = {"news": True}
"""The validation context of what is read from a topic, as against what was decided before."""


def _known_zone(name: str, info: ValidationInfo) -> str:
    if name not in (PLACES if info.context is NEWS else LISTED):
        raise ValueError("no place's time zone")
    return name


Zone = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$"), AfterValidator(_known_zone)]
"""A place's name in the IANA time zone database, e.g. `Europe/Lisbon`: see `zones`."""
