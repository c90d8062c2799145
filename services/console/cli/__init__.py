"""Every command of `./doorstep`. The room at the top: it may import whatever the commands show, start or check."""
