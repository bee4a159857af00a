"""The workbench under load, and killed while it works (工作台的负荷与断电)."""
