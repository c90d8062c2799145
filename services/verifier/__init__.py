"""Checks a run from the outside: topics, tables, the carrier's file and the senders' file, held against each other.

Shares no code with the services (an import contract sees to it), so that a mistake of theirs can't hide here: it reads
JSON, knows the names of topics and types, and has its own idea of what must never happen.
"""
