"""How a file was understood, drawn (识别图): its pages with every cell, label and value that was found in them.

For whoever mends a layout: one look tells which cell was cut wrongly, which label is not known, where a value went.
"""
