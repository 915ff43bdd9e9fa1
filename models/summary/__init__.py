"""Faithful summaries of long files: every claim carries a checked quote."""

from models.summary.job import Summariser
from models.summary.options import SummaryOptions

__all__ = ["Summariser", "SummaryOptions"]
