"""The verbs of the scoreboard: targets are set and ended."""
