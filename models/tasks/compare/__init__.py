"""What changed between two files: found by code, in their own words; a model adds sentences, never changes."""

from models.tasks.compare.changes import Change, Comparison, Side
from models.tasks.compare.job import compare

__all__ = ["Change", "Comparison", "Side", "compare"]
