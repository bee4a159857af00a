"""Readers (读取): bytes to Document, one module a format. A reader never interprets."""
