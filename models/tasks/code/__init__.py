"""Notes on a source file: what its parts do, what may be wrong, tests for them. Lines and names are checked by code."""

from models.tasks.code.job import WISHES, Wish, study

__all__ = ["WISHES", "Wish", "study"]
