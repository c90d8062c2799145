"""The command line's root. It lives here because it may know both the services' commands and the sandbox's."""
