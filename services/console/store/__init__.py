"""What the console keeps of its own: accounts, links, sessions, sign-ins. Schema `console`, role `doorstep_console`."""
