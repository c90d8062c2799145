"""python -m tests.security.corpus: write README.md."""

from __future__ import annotations

from . import RECORDS, REQUESTS
from .table import README, page

README.write_text(page(RECORDS, REQUESTS), encoding="utf-8")
