"""What is kept on disk: SQLite, WAL, synchronous=FULL, one writer."""
