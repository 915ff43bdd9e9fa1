"""Where things lie on this machine. Every folder is made on first use by whoever writes there.

`PADDOCK_HOME` puts everything under one folder, and so does a file "portable" beside the installed program.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from models.errors import FileNameNotText


def resources() -> Path:
    """The folder of data files that ship with the program."""
    bundle = getattr(sys, "_MEIPASS", None)
    return (Path(bundle) if bundle else Path(__file__).resolve().parent.parent) / "resources"


def refuse_bytes(path: Path) -> None:
    """Refuse a path that is no text: it could not be sent to a child, kept with a chat or shown.

    Raises: FileNameNotText.
    """
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise FileNameNotText(name=os.fsencode(path).decode("utf-8", "replace")) from None


def _one_folder() -> Path | None:
    """Where everything lies together; None where the platform's folders are used."""
    if home := os.environ.get("PADDOCK_HOME"):
        return Path(home).expanduser().absolute()
    program = Path(sys.executable).parent
    if getattr(sys, "frozen", False) and (program / "portable").exists():
        return program / "Paddock data"
    return None


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders and files Paddock writes."""

    data: Path
    config: Path
    cache: Path
    logs: Path

    @classmethod
    def of_this_user(cls) -> Paths:
        """The folders of the platform's convention, or those under `PADDOCK_HOME` or beside a portable program."""
        if root := _one_folder():
            return cls(root / "data", root / "config", root / "cache", root / "logs")
        dirs = platformdirs.PlatformDirs("paddock", appauthor=False)
        return cls(dirs.user_data_path, dirs.user_config_path, dirs.user_cache_path, dirs.user_log_path)

    @property
    def database(self) -> Path:
        return self.data / "paddock.sqlite3"

    @property
    def models(self) -> Path:
        """The first model folder: `<org>/<repo>/<file>.gguf` below it, as LM Studio lays it out."""
        return self.data / "models"

    @property
    def ocr(self) -> Path:
        """The packages that read scanned pages, where they were added."""
        return self.data / "ocr"

    @property
    def gpu(self) -> Path:
        """The engine's part for NVIDIA cards, where it was added: a folder for each version of the engine."""
        return self.data / "gpu"

    @property
    def catalogue(self) -> Path:
        """A company's own list of models, in force instead of ours where it is there."""
        return self.config / "catalogue.json"

    @property
    def mirrors(self) -> Path:
        """A company's own list of mirrors, likewise."""
        return self.config / "mirrors.json"

    @property
    def settings(self) -> Path:
        return self.config / "settings.json"
