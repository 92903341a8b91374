"""The App Home tab, put together from the sections that the rooms offer.

This room promises: whoever opens it sees what is theirs now, and who has no role a kind sentence.
"""
