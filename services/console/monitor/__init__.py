"""The stream monitor: counts per minute and event-to-effect latency over all topics, with Faust.

It only watches. Nothing that it holds or publishes causes a text or a visit, all of it can be recomputed from the
topics, and a start does just that.
"""
