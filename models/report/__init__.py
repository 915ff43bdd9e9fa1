"""A report over many files: labels and values with their evidence, counted by code."""
