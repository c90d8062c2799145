"""The world as somebody drives it: its clock, its phones, its bank, its carrier, its processes. On this machine."""
