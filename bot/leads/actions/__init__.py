"""The verbs of the leads room: each saves and enqueues inside the unit of work it is given."""
