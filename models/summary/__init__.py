"""Faithful summaries of long files: every claim carries a checked quote."""
