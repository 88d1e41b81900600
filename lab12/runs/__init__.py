"""Runs of labs: engines, forks of them, and the goldens that stand in."""
