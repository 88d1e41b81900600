"""The count of ops, which seeds ops without a seed of their own, as in 1.15."""
