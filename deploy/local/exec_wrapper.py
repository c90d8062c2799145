"""Becomes another program that ends when its parent does. Runs as a script, on nothing but the standard library.

    python -I -S exec_wrapper.py PARENT SIGNAL USER PROGRAM ARGUMENT...

PARENT is the supervisor's pid, SIGNAL what Linux sends when the supervisor is gone, USER a system user or "-". On other
systems the reaper alone sees to it.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, signal, user, *argv = sys.argv[1:]
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
    if user != "-":
        entry = pwd.getpwnam(user)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
    if prctl is not None:
        # After the change of user, which clears it.
        prctl(PR_SET_PDEATHSIG, int(signal))
    if os.getppid() != int(parent):
        sys.exit("the supervisor was gone before this program could start")
    os.execvp(argv[0], argv)


main()
