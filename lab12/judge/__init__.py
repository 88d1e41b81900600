"""Compares runs, rung by rung."""
