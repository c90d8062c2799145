"""`python -m services.scheduler`"""

from __future__ import annotations

from services.scheduler.bootstrap import RECIPE
from shared.runtime.service import main

if __name__ == "__main__":
    main(RECIPE)
