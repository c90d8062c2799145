"""The trail: who did and saw what, each entry chained to the one before, and the files it is taken out in. Pure."""
