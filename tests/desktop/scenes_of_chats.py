"""Pictures of what is done with chats: folders, a search, what was deleted, a folder's instructions, a receipt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QDialog

from desktop.chat.receipt_dialog import ReceiptDialog
from desktop.shell.chat_list import Kind, Roles
from desktop.shell.deleted_dialog import DeletedDialog
from desktop.shell.folder_dialog import FolderDialog
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from models.store.folders import Folders
from models.store.message import Role

RECEIPT: dict[str, Any] = {
    "sampling": {"temperature": 0.7, "top_k": 40, "top_p": 0.95, "min_p": 0.05, "repeat_last_n": 64, "seed": None},
    "seed": 4_231_234_123, "model": "Qwen2.5 7B Instruct", "file": "qwen2.5-7b-instruct-q4_k_m.gguf",
    "sha256": "65b8fcd92af6b4fe" * 4, "prompt_sha256": "0d1c7e3b9a5f2468" * 4,
    "engine": {"build": "CUDA : ARCHS = 890 | CPU : AVX2 = 1 | F16C = 1 | FMA = 1 | OPENMP = 1", "n_ctx": 32768,
               "device": "NVIDIA GeForce RTX 4090", "size_bytes": 4_683_074_240},
    "figures": {"finish_reason": "stop", "prompt_tokens": 1210, "cached_tokens": 400, "prompt_ms": 412.0,
                "predicted_tokens": 302, "predicted_ms": 2980.0},
    "repeats": {"identical": True, "alike": 1406},
}  # fmt: skip


def scenes_of_chats(window: MainWindow, parts: Parts, picture: Callable[..., None]) -> None:
    """Take them; the chats that are made for it are removed again."""
    chats, folders = parts.conversations, Folders(parts.database)
    made = [folders.create(name) for name in ("Contracts", "家庭")]
    lease = chats.create("Notes on the lease", folder=made[0].id).id
    asked = chats.append(lease, Role.USER, "What does it say about pets?", parent=None)
    answer = chats.append(
        lease, Role.ASSISTANT, "The lease allows two cats. The contract runs until 2028.", parent=asked.id,
        receipt=RECEIPT,
    )  # fmt: skip
    budget = chats.create("家庭预算", folder=made[1].id).id
    chats.append(budget, Role.USER, "房租合同每月要付多少？", parent=None)
    window.desk.open_wanted.emit(lease)
    parts.chat.chats_changed.emit()
    picture("folders")
    _search(window, picture)
    _dialog(picture, "receipt", ReceiptDialog(window, answer))
    _dialog(picture, "folder_instructions", FolderDialog(window, made[0]))
    for chat in (lease, budget):
        parts.chat.delete(chat)
    _dialog(picture, "deleted", DeletedDialog(window, chats.deleted))
    for chat in (lease, budget):
        chats.purge(chat)
    for folder in made:
        folders.delete(folder.id)
    parts.chat.chats_changed.emit()


def _search(window: MainWindow, picture: Callable[..., None]) -> None:
    rows = window.sidebar.chats.rows

    def found() -> bool:
        return any(rows.index(row).data(Roles.ROW).kind is Kind.HIT for row in range(rows.rowCount()))

    window.sidebar.search.setText("contract")
    picture("chats_found", found)
    window.sidebar.search.clear()


def _dialog(picture: Callable[..., None], name: str, dialog: QDialog) -> None:
    dialog.open()
    picture(name, of=dialog)
    dialog.reject()
