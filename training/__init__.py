"""How the linear model of the reading room is made: its text, and the script that builds it (``make model``)."""
