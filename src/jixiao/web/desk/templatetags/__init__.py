"""Template tags of the workbench (模板标签)."""
