"""Scoring methods (计分办法) as dated data: one TOML a method; the form's own notes come first."""
