"""`paddock go-back`: an older version over newer chats goes back to those from before the upgrade."""

from __future__ import annotations

import time

from models.cli.arguments import Namespace
from models.cli.console import Console
from models.cli.working import DONE
from models.errors import StoreCanGoBack
from models.paths import Paths
from models.store.backup import before_upgrade
from models.store.database import Database
from models.store.going_back import go_back

WORLD = 1  # there is nothing to go back from


def run(_: Namespace, console: Console) -> int:
    """Keep the newer chats and put those of before in their place. Raises: StoreError."""
    path = Paths.of_this_user().database
    try:
        Database(path).close()
    except StoreCanGoBack:
        before = before_upgrade(path)
        if before is None:  # it went meanwhile
            raise
        told = go_back(path, before, time.time())
        if console.json:
            console.document(told.values)
        console.line(str(told))
        return DONE
    console.say("paddock: This version reads the chats that are here. There is nothing to go back from.")
    return WORLD
