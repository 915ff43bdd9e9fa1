"""Builds the running program under the window; `closing` ends it in the opposite order."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from desktop.chat.answerers import Answerer
from desktop.chat.controller import ChatController
from desktop.chat.fast import FastModel
from desktop.chat.loading import Loader
from desktop.chat.overflowing import Overflowing
from desktop.chat.titling import Titling
from desktop.documents.evidence import Sources
from desktop.documents.jobs import FileJobs
from desktop.documents.reading import Readings
from desktop.markdown.formulas import Formulas
from desktop.shell.parts import Parts
from desktop.shell.preferences import Preferences
from desktop.widgets.theme import Theme
from models.catalogue import Catalogue
from models.chat.remembered import Remembered
from models.chat.session import ChatSession
from models.documents.reader import Reader
from models.engine.protocol import Engine
from models.engine.supervisor import Supervisor
from models.errors import ModelNotLoaded
from models.hub.downloads import Downloads
from models.hub.mirrors import Mirrors
from models.hub.shelf import Shelf
from models.maths.typesetter import Typesetter
from models.paths import Paths
from models.process import Gate
from models.settings import Settings
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.folders import Folders
from models.store.jobs import Jobs
from models.store.outputs import Outputs

if TYPE_CHECKING:
    from models.tasks.asker import Model


def assemble(paths: Paths, gate: Gate, theme: Theme, settings: Settings, closing: contextlib.ExitStack) -> Parts:
    """Everything but the window.

    On closing: answers and summaries stop and are kept, then the engine ends, the readers, and last the database.

    Raises:
        StoreError: The chats cannot be opened.
        CatalogueDamaged, MirrorsDamaged: The company's own list of models, or of mirrors, cannot be used.
    """
    preferences = Preferences(paths.settings, settings)
    database = Database(paths.database)
    closing.callback(database.close)
    supervisor, beside = Supervisor(paths), Supervisor(paths, name="fast")

    def forget(chat: int) -> None:
        for each in (supervisor, beside):
            each.forget(str(chat))

    conversations = Conversations(database, purged=forget)
    outputs = Outputs(database)
    conversations.purge_expired()
    Folders(database).purge_expired()
    outputs.trim()
    if settings.kept_days is not None:
        outputs.expire(settings.kept_days)
    reader = Reader(paths, language="zh" if settings.language == "zh-CN" else "en")
    closing.callback(reader.close)
    typesetter = Typesetter(paths)
    closing.callback(typesetter.close)
    catalogue = Catalogue.of_this_machine(paths)
    shelf = Shelf(paths, [*map(Path, settings.model_folders)], catalogue)
    mirrors = Mirrors.of_this_machine(paths)
    gate.shut = settings.offline
    downloads = Downloads(paths, gate.child, mirrors.source(settings))
    closing.callback(supervisor.close)
    loader = Loader(supervisor, shelf, lambda: preferences.value)
    closing.callback(loader.close)
    closing.callback(beside.close)
    fast = FastModel(Loader(beside, shelf, lambda: preferences.value), loader, beside.unload)
    closing.callback(fast.loader.close)

    def model(engine: Engine) -> Model:
        """The one that is loaded, or is being loaded. On a job's thread. Raises: PaddockError."""
        from models.tasks.asker import Model

        loader.wait_until_settled()
        loaded, path = supervisor.wake(), supervisor.path
        if path is None:
            raise ModelNotLoaded
        found = shelf.look(path)
        return Model(
            engine, outputs, loader.choice.title or found.title, n_ctx=loaded.n_ctx,
            n_seq_max=preferences.value.load.n_seq_max, key=found.sha256 or "",
        )  # fmt: skip

    jobs = FileJobs(conversations, Jobs(database), reader, supervisor, model, lambda: loader.choice.title)
    jobs.pause_abandoned()
    closing.callback(jobs.close)
    session = ChatSession(
        conversations, supervisor, lambda: loader.choice.title, lambda: loader.model.sha256 if loader.model else None,
        Remembered(outputs, lambda: preferences.value.answer_cache),
    )  # fmt: skip
    chat = ChatController(
        conversations, session, lambda: preferences.value, loader.wait_until_begun,
        lambda: catalogue.recommended(loader.model.entry) if loader.model else None,
    )  # fmt: skip
    closing.callback(chat.close)
    titling = Titling(conversations, supervisor, lambda: preferences.value.titles)
    titling.named.connect(chat.chats_changed)
    closing.callback(titling.close)
    chat.add_fast(
        Answerer(
            ChatSession(
                conversations, beside, lambda: fast.loader.choice.title,
                lambda: fast.loader.model.sha256 if fast.loader.model else None,
                Remembered(outputs, lambda: preferences.value.answer_cache), fast=True,
            ),
            fast.loader.wait_until_begun,
            lambda: catalogue.recommended(fast.loader.model.entry) if fast.loader.model else None,
        )
    )  # fmt: skip

    def reload(n_ctx: int) -> None:
        load = msgspec.structs.replace(preferences.value.load, n_ctx=n_ctx)
        preferences.change(load=load)
        loader.reload()

    overflowing = Overflowing(chat, conversations, lambda: beside if chat.is_fast else supervisor, reload)
    apply = _applying(gate, theme, shelf, downloads, mirrors)
    preferences.changed.connect(apply)
    chat.answered.connect(titling.on_answered)

    def follow() -> None:
        preferences.changed.connect(apply)
        chat.answered.connect(titling.on_answered)
        for each in (chat, overflowing, fast):
            each.listen()

    return Parts(
        paths=paths, preferences=preferences, theme=theme, gate=gate, database=database, conversations=conversations,
        supervisor=supervisor, catalogue=catalogue, mirrors=mirrors, shelf=shelf, downloads=downloads, chat=chat,
        overflowing=overflowing, loader=loader, fast=fast, reader=reader, readings=Readings(reader), jobs=jobs,
        sources=Sources(reader), formulas=Formulas(typesetter.set), follow=follow,
    )  # fmt: skip


def _applying(
    gate: Gate, theme: Theme, shelf: Shelf, downloads: Downloads, mirrors: Mirrors
) -> Callable[[Settings], None]:
    """What takes effect as soon as it is chosen."""

    def apply(settings: Settings) -> None:
        gate.shut = settings.offline
        if settings.theme != theme.choice:
            theme.choose(settings.theme)
        if settings.zoom != theme.zoom:
            theme.set_zoom(settings.zoom)
        shelf.look_in(map(Path, settings.model_folders))
        downloads.source = mirrors.source(settings)

    return apply
