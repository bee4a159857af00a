"""Re-examination and what follows (抽查复核、委托评审、整改)."""
