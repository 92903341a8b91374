"""The numbers that both teams share: one glossary, one funnel, common targets.

This room promises: a number means the same wherever it is shown, and its rows can be exported.
"""
