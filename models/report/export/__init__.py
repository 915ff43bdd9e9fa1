"""A report as a file to pass on."""

from __future__ import annotations

from collections.abc import Callable

from models.report.events import Report
from models.report.export.html import as_html
from models.report.export.markdown import as_markdown
from models.report.export.tables import as_csv, as_json

FORMS: dict[str, Callable[[Report], str]] = {"md": as_markdown, "html": as_html, "csv": as_csv, "json": as_json}
