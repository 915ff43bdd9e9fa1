"""The folder itself: `python -m tests.integration.office.folder FOLDER` leaves it there to be looked at."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.integration.office import chinese, english
from tests.integration.office.blocks import Written
from tests.integration.office.flat import text_document
from tests.integration.office.flat_sheets import Budget, workbook
from tests.integration.office.flat_slides import slides

TEXTS: list[tuple[Written, tuple[str, ...]]] = [
    (language.CONTRACT, ("docx", "pdf")) for language in (english, chinese)
] + [(language.MINUTES, ("odt",)) for language in (english, chinese)] + [
    (language.PAPER, ("pdf", "docx")) for language in (english, chinese)
] + [(language.REPORT, ("docx", "odt", "pdf")) for language in (english, chinese)]  # fmt: skip
SLIDES = [english.SLIDES, chinese.SLIDES]
BUDGETS = [Budget(*english.BUDGET), Budget(*chinese.BUDGET)]
SAID = "Speaker's note"


def make(folder: Path) -> None:
    """Write all documents into `folder` in all their formats; soffice is started once a format."""
    with tempfile.TemporaryDirectory() as work:
        flat = Path(work)
        wanted: dict[str, list[Path]] = {}
        for written, formats in TEXTS:
            _plan(wanted, flat / f"{written.name}.fodt", text_document(written), formats)
        for name, pages in SLIDES:
            _plan(wanted, flat / f"{name}.fodp", slides(pages, SAID), ("pptx", "odp", "pdf"))
        for budget in BUDGETS:
            _plan(wanted, flat / f"{budget.title}.fods", workbook(budget), ("xlsx", "ods", "xls"))
        for format_, paths in wanted.items():
            convert(paths, format_, folder, flat)


def _plan(wanted: dict[str, list[Path]], path: Path, text: str, formats: Iterable[str]) -> None:
    path.write_text(text, encoding="utf-8")
    for format_ in formats:
        wanted.setdefault(format_, []).append(path)


def convert(paths: list[Path], format_: str, folder: Path, home: Path) -> None:
    """Have LibreOffice write each file in a format, with a profile of its own in `home`."""
    command = ["soffice", f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--convert-to", format_]
    subprocess.run([*command, "--outdir", str(folder), *map(str, paths)], check=True, capture_output=True, timeout=300)
    missing = [path.name for path in paths if not (folder / f"{path.stem}.{format_}").exists()]
    assert not missing, f"LibreOffice did not make {format_} of {missing}"


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    make(Path(sys.argv[1]))
