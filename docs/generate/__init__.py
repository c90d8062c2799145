"""Everything under docs/ (and the schemas) that is drawn from the code, so that it can't tell another story.

`python -m docs.generate` writes it, `--check` says what is stale; a test does the same.
"""
