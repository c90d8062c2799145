"""What is wrong with a field of a record, as a sentence: fields and rules, never values, which may be personal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

WORDS: Mapping[str, str] = {
    "missing": "is missing",
    "none_required": "may hold nothing",
    "extra_forbidden": "is no field of it",
    "string_type": "is no text",
    "string_unicode": "is no text in UTF-8",
    "string_too_short": "is too short",
    "string_too_long": "is too long",
    "string_pattern_mismatch": "is not written as it must be",
    "int_type": "is no whole number",
    "int_parsing": "is no whole number",
    "int_parsing_size": "is too large a number",
    "int_from_float": "is no whole number",
    "float_type": "is no number",
    "float_parsing": "is no number",
    "finite_number": "is no number that ends",
    "greater_than": "is too small",
    "greater_than_equal": "is too small",
    "less_than": "is too large",
    "less_than_equal": "is too large",
    "literal_error": "is none of the words that it may be",
    "enum": "is none of the words that it may be",
    "bool_type": "is neither true nor false",
    "bool_parsing": "is neither true nor false",
    "datetime_type": "is no moment",
    "datetime_parsing": "is no moment",
    "datetime_from_date_parsing": "is no moment",
    "datetime_object_invalid": "is no moment",
    "timezone_aware": "is a time that names no zone",
    "rfc_3339_date_time": "is not written as a moment with its zone",
    "rfc_3339_date": "is not written as a day",
    "date_type": "is no day",
    "date_parsing": "is no day",
    "date_from_datetime_parsing": "is no day",
    "date_from_datetime_inexact": "is a moment where a day belongs",
    "time_type": "is no time of day",
    "time_parsing": "is no time of day",
    "uuid_type": "is no UUID",
    "uuid_parsing": "is no UUID",
    "list_type": "is no list",
    "tuple_type": "is no list",
    "set_type": "is no list",
    "frozen_set_type": "is no list",
    "too_short": "has too few items",
    "too_long": "has too many items",
    "dict_type": "is no object",
    "model_type": "is no object",
    "model_attributes_type": "is no object",
    "union_tag_invalid": "is of a kind that is not known",
    "union_tag_not_found": "does not say of which kind it is",
    "value_error": "is not allowed",
    "assertion_error": "is not allowed",
}
"""Validators' codes (pydantic's, and those of `times`) → words."""
OTHERWISE = "does not fit"


def in_sentences(errors: Iterable[Mapping[str, Any]]) -> str:
    """`data.outstanding.minor is no whole number; data.due_since is missing`; nothing for no error."""
    return "; ".join(_sentence(error) for error in errors)


def _sentence(error: Mapping[str, Any]) -> str:
    field = ".".join(str(part) for part in error["loc"])
    return f"{field or 'the record'} {WORDS.get(error['type'], OTHERWISE)}"
