"""`./doorstep top`: verdicts, what needs a person and the life of a case, on one screen that keeps itself up to date.

What is shown is computed by functions that know neither a terminal nor a clock; `app` and `*_screen` put it on the
screen, `feed` reads it again and again.
"""
