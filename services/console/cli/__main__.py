import sys

try:
    # Here too: most of what passes before anything is done are imports, and Ctrl-C may come while they run.
    from .main import main

    main()
except KeyboardInterrupt:
    sys.exit(130)
