"""Benchmarks (测速): each prints its table with the machine and the command that made it."""
