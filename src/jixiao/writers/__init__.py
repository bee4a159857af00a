"""Writers (写出): forms, findings and score cards to files, one module a format."""
