"""The tables of a file as rows, without a model; what a row says it adds up to is added up again."""

from __future__ import annotations

from models.tasks.tables.job import OfPage, Tables, find_tables
from models.tasks.tables.totals import Total

__all__ = ["OfPage", "Tables", "Total", "find_tables"]
