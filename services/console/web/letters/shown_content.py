"""What may be seen of a record, as lines that can be looked at. Pure."""

from __future__ import annotations

import json

from shared.decision.figures import counted

from ..shown import calm
from .escaped import escaped

LINES_MAX = 200
LINE_MAX = 240


def content_lines(content: object) -> list[str]:
    """JSON, or the sentence that stands for what can't be shown; nothing in it turns a line around or hides."""
    if isinstance(content, str):
        text = content
    else:  # in the escapes of JSON: whoever copies it into the form of mending gives back what it was
        text = escaped(json.dumps(content, indent=2, ensure_ascii=False, default=str))
    lines = text.split("\n")
    shown = [calm(line, LINE_MAX) for line in lines[:LINES_MAX]]
    return shown + [f"… {counted(len(lines) - LINES_MAX, 'more line')}"] * (len(lines) > LINES_MAX)


def subject_of(content: object) -> str:
    """Whom it is about, where it says so."""
    subject = content.get("subject") if isinstance(content, dict) else None
    return subject if isinstance(subject, str) and not subject.startswith("<") else ""
