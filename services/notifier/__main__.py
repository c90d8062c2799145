"""Run notifier: python -m services.notifier."""

from shared.runtime.service import main

from .bootstrap import RECIPE

if __name__ == "__main__":
    main(RECIPE)
