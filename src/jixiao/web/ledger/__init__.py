"""The log (留痕): append-only, each entry chained to the one before by SHA-256."""
