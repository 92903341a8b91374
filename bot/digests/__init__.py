"""The weekly digest: how the shared numbers of a finished week reach those who manage.

This room promises: one digest a manager and week, on their own Monday morning, whatever restarts;
its figures stay those of the week; and what is not there yet is left out, not stubbed.
"""
