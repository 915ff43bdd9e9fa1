"""What a desktop learns of the program: its entry, icons, kinds of files, and the actions of file managers.

`share/` beside this file holds the texts. Where each desktop looks:

- GNOME Files, Thunar and others offer "Summarise with Paddock" below "Open with", from an entry that no menu shows;
- Dolphin has it among a file's own actions (kio/servicemenus), Nemo likewise (nemo/actions).
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import icons
import release

SHARE = Path(__file__).with_name("share")
PLACES = {
    "paddock.desktop": "applications",
    "paddock-summarise.desktop": "applications",
    "paddock-servicemenu.desktop": "kio/servicemenus",
    "paddock.nemo_action": "nemo/actions",
    "paddock-mime.xml": "mime/packages",
    "paddock.metainfo.xml": "metainfo",
}


def write(share: Path, program: str) -> None:
    """Fill `share`, a folder like /usr/share. `program` is the command the entries start."""
    for name, place in PLACES.items():
        text = (SHARE / name).read_text(encoding="utf-8").replace("@EXEC@", program)
        text = text.replace("@VERSION@", release.version()).replace("@DATE@", release.moment().date().isoformat())
        _put(share / place / name, text.encode())
    # KDE only takes actions from files that may be run.
    (share / PLACES["paddock-servicemenu.desktop"] / "paddock-servicemenu.desktop").chmod(0o755)
    for size in icons.SIZES:
        _put(share / f"icons/hicolor/{size}x{size}/apps/paddock.png", icons.png(size))
    _put(share / "icons/hicolor/scalable/apps/paddock.svg", icons.DRAWING.read_bytes())


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o644)
