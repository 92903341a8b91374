"""What is counted and how: the glossary, periods, targets, in plain rules."""
