"""What is lost where the sandbox is killed: it keeps nothing but the journals that the verifier reads."""

FORGETS = (
    "what its customers owed and wrote and all that was on its way is forgotten, and the services remember the former "
    "world. For one of one piece stop it and start it again"
)
