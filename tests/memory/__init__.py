"""The ports in memory, for the simulation and the unit tests: the runtime's, and the own tables of each service."""
