"""Forms in the workbench (在办的自评表): versions of their content, evidence, opinions, decisions on findings."""
