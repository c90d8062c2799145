"""`./doorstep demo`: the whole system on this machine, a world around it, and a check of what came out."""
