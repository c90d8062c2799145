"""Append-only JSON Lines: what the world saw and what was said to it. Read by the verifier after the run.

`twin.jsonl` (the carrier). Every row has `kind`, `virtual` and `wall` (ISO 8601, UTC); by kind:

- `post`: an accepted text. `sid`, `intent` (last segment of the StatusCallback URL, or null), `body_sha256`, `to_hash`,
  `segments`; `fault` when the answer never reached the sender (`error-after`, `cut-after`).
- `refused`: a POST that was not accepted. `intent`, `code` (the carrier's), `http`, `body_sha256`, `to_hash`; `fault`
  when it was injected (`refused`: the account as a whole).
- `status`: a text moved on. `sid`, `intent`, `to_hash`, `status`, `code` (carrier's error code or null).
- `status-answered`: the callback about it was answered. `sid`, `intent`, `status`, `http`, `tries`.
- `reply`: a borrower's text on its way to us. `sid`, `to_hash` (hash of the borrower's number), `body_sha256`, `meant`;
  `announced`, false when it is only in the carrier's list.
- `reply-answered`: how the announcement was answered in the end. `sid`, `http` (0: not at all), `tries`.

`sent.jsonl` (bank, staff system, crew app). A row for each record that Kafka acknowledged: `virtual`, `wall`, `topic`,
`key`, `id`, `type`, `copies` (1 or 2), and `poison`: null, or the refusal code that is expected of the readers
(`flavour` says what was done to it); `partition` and `offset` say where it lies. `case` is the case it concerns, null
for fleet events and poison.

`to_hash` is the keyed hash of `shared.privacy.cipher.phone_hash`; no number or body is ever written.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from shared.runtime.ports import Clock


class Journal:
    """Appends rows and flushes each, so that a reader sees all that happened before it looked."""

    def __init__(self, path: Path, clock: Clock) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: TextIO = path.open("a", encoding="utf-8")
        self._clock = clock
        self.counts: dict[str, int] = {}

    def write(self, kind: str, **fields: Any) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        stamps = {"virtual": self._clock.now().isoformat(), "wall": datetime.now(UTC).isoformat()}
        self._file.write(json.dumps({"kind": kind, **stamps, **fields}, separators=(",", ":")) + "\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()
