"""Rulebooks of a bureau's own (本地计分办法): offered by the rule manager, approved by the performance division."""
