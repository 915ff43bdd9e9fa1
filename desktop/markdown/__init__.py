"""Markdown to QTextDocument by cursor, whole or as it streams; no HTML anywhere."""
