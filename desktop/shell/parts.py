"""What the window is made of: built by `desktop.app`, closed in its order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from desktop.chat.controller import ChatController
from desktop.chat.fast import FastModel
from desktop.chat.loading import Loader
from desktop.chat.overflowing import Overflowing
from desktop.documents.evidence import Sources
from desktop.documents.jobs import FileJobs
from desktop.documents.reading import Readings
from desktop.markdown.formulas import Formulas
from desktop.shell.preferences import Preferences
from desktop.widgets.theme import Theme
from models.catalogue import Catalogue
from models.documents.reader import Reader
from models.engine.protocol import LoadParams
from models.engine.supervisor import Supervisor
from models.hub.downloads import Downloads
from models.hub.mirrors import Mirrors
from models.hub.shelf import Shelf
from models.paths import Paths
from models.process import Gate
from models.store.conversations import Conversations
from models.store.database import Database


@dataclass(frozen=True, slots=True)
class Parts:
    """The running program under the window. `follow` lets its objects hear each other again, after `unwire`."""

    paths: Paths
    preferences: Preferences
    theme: Theme
    gate: Gate
    database: Database
    conversations: Conversations
    supervisor: Supervisor
    catalogue: Catalogue
    mirrors: Mirrors
    shelf: Shelf
    downloads: Downloads
    chat: ChatController
    overflowing: Overflowing
    loader: Loader
    fast: FastModel
    reader: Reader
    readings: Readings
    jobs: FileJobs
    sources: Sources
    formulas: Formulas
    follow: Callable[[], None]

    def wished(self) -> LoadParams:
        """How the user wants models to be loaded."""
        return LoadParams(**msgspec.structs.asdict(self.preferences.value.load))
