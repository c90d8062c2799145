"""Drives the virtual clock: it stands still while anything is in work, then jumps to the next moment that matters."""
