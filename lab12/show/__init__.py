"""Comparisons as text, plots and pages."""
