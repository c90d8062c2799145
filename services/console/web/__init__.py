"""The web console: what the services publish and what the topics hold, in a browser. Never on the path of an event."""
