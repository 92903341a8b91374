"""The rows of the scoreboard."""
