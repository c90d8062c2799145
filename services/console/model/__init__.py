"""The console's read model: where every case is, and where in the topics each event stands. Made anew at will."""
