"""The monthly strategy meeting: its date, its invitations, its agenda, and what came of it.

This room promises: exactly one meeting a period, at the agreed time on the wall whatever the
clocks do; a meeting that was moved or skipped stays so; everybody invited is told once of each
change; and what could not be sent keeps no meeting from taking place.
"""
