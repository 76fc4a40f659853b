"""The mechanisms: one file, one fault."""
