"""Deterministic simulation: the production steps of all services on in-memory ports, driven by hand.

One seed decides everything: who owes, what they do, which process runs next, what breaks and when. Every awaited port
call is a point where another process may go on, or this one may die. What must always be true is checked after every
step (`watch`), and what must sometimes happen is counted (`sometimes`), so an idle campaign can't pass.
"""
