"""The benchmark of planted errors (错例基准): correct forms from a seed, single errors planted in them, what is found.

Run: python -m bench.planted
"""
