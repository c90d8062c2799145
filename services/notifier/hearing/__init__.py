"""From a reply as it came to what the machine hears: whose words they are, which question they answer, what they say.

Pure: no I/O, no clock, no randomness. The shell opens words and looks questions up; `hear` makes a `ReplyRead` of them.
"""
