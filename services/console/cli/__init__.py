"""What operators type: one module per command, each with a Typer `app`. They read, and say so where they change."""
