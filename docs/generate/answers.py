"""docs/answers/why-not.json: what a service says when it is asked why something did not happen, as a JSON Schema.

It is no event: it is told over HTTP and kept nowhere. It grows as events do (docs/adr/0012), and who reads it ignores
what it does not know.
"""

from __future__ import annotations

from shared.contracts.schema import DIALECT, Schema, without_titles
from shared.contracts.why_not import WhyNot


def why_not() -> Schema:
    made = without_titles(WhyNot.model_json_schema(ref_template="#/definitions/{model}"))
    definitions = made.pop("$defs", {})
    return {
        "$schema": DIALECT,
        "$id": "urn:doorstep:answer:why-not",
        "title": "WhyNot",
        **made,
        "definitions": dict(sorted(definitions.items())),
    }
