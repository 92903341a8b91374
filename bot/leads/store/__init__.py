"""The rows of the leads room: load and save only."""
