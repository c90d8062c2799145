"""What a shell starts in the background hears no Ctrl-C, nor does what that starts: tests, perhaps."""

HEARS_CTRL_C = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""For `python -c`, with what else Python is to run."""
