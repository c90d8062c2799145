"""`python -m services.router`"""

from __future__ import annotations

from services.router.bootstrap import RECIPE
from shared.runtime.service import main

if __name__ == "__main__":
    main(RECIPE)
