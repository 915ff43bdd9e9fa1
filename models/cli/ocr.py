"""`paddock ocr`: the pack that reads scanned pages, taken in from a folder and removed."""

from __future__ import annotations

from models.cli.arguments import Namespace
from models.cli.console import Console
from models.documents.ocr import Ocr
from models.paths import Paths


def run(arguments: Namespace, console: Console) -> int:
    """Add a pack, remove it, or say whether there is one. Raises: OcrPackUnusable; ReaderError."""
    ocr = Ocr(Paths.of_this_user())
    if arguments.action == "add":
        ocr.add(arguments.path)
    elif arguments.action == "rm":
        ocr.remove()
    if console.json:
        console.document({"present": ocr.present})
    elif ocr.present:
        console.line("Scanned pages are read with the OCR pack.")
    else:
        console.line(
            "There is no OCR pack: scanned pages are not read. On a computer with a network and the same Python: "
            "pip download -d ocr-pack rapidocr onnxruntime. Then here: paddock ocr add ocr-pack."
        )
    return 0
