"""Layouts (表样): Document to Forms, found by labels and not by fixed cells. A layout never computes scores."""
