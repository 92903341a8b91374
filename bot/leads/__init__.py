"""A lead arrives once, is judged by the agreed definition, announced, taken by one owner and rated.

Nothing that arrives is lost, nothing is announced twice, and marketing hears every verdict.
"""
