"""Who is who, and when they work.

This room promises: a person's role follows from the channels they are in and from what managers
say; who has no role is refused with a sentence; and nobody else counts working time.
"""
