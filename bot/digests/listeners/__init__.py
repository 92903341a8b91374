"""`/digest …`, its settings and the buttons of a digest."""
