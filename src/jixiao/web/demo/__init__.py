"""The demonstration (演示): an invented county with its bureau, departments, units, people and forms."""
