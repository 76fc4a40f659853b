"""The family `docqa`: answer questions from a company's documents."""
