"""The verbs of the content room."""
