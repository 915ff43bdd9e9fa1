"""Notes on a source file: what its parts do, what may be wrong, tests for them. Lines and names are checked by code."""

from models.tasks.code.job import WISHES, Wish, must_be_code, study

__all__ = ["WISHES", "Wish", "must_be_code", "study"]
