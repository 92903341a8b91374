"""The rows of the content room."""
