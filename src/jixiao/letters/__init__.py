"""Letters (公文与底稿): a letter of return, a working paper and a list of units, as Word files from templates."""
