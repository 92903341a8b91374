"""What the performance figures come from: `python -m benchmarks --help`.

Every figure is a ratio to a floor that is taken in the same run, in turns with it. Servers run in
processes of their own, so that they share no interpreter with what loads them.
"""
