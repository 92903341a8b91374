"""Content: reps search first and ask second; a request has one owner and gets an answer, and every
answer makes the library better.
"""
