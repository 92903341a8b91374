"""Asking for what is due, writing it, and choosing how it comes."""
