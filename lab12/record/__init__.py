"""What a run leaves behind, and what writes it down while the script runs."""
