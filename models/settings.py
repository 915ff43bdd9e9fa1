"""What the user chose: one value, read and written whole."""

from __future__ import annotations

import errno
import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Literal

import msgspec

from models.errors import DiskFull, SettingsDamaged, StoreUnwritable


class Load(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the user may choose of `LoadParams`; same names, defaults and meaning."""

    n_ctx: int = 8192
    n_gpu_layers: int = -1
    main_gpu: int | None = None
    n_seq_max: int = 8
    n_threads: int | None = None
    type_k: Literal["f16", "q8_0"] = "f16"
    type_v: Literal["f16", "q8_0"] = "f16"


class SamplingChoice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What may be chosen of `SamplingParams`; same names and meaning. None: somebody else says."""

    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    repeat_last_n: int | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    seed: int | None = None
    max_tokens: int | None = None


class Sampling(SamplingChoice, frozen=True, kw_only=True, omit_defaults=True):
    """The user's for all chats; None: what the model's publisher recommends, else the engine's default."""

    stop: tuple[str, ...] = ()


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything that is remembered. Change it with `msgspec.structs.replace` and `write` the result.

    `load` becomes the engine's value by `LoadParams(**msgspec.structs.asdict(settings.load))`.
    `zoom` is a factor; `motion`: whether the caret blinks; `wrap_code`: long lines of code are broken, else scrolled.
    `model` is the path of the model used last, `fast_model` of the small one beside it. `mirror` and `proxy` are
    addresses, None the system's own; `ca_bundle` is a file of certificates to trust as well. `geometry` is the
    window's, in base64. `notify`: the desktop tells of long work that has ended. `when_closed`: what becomes of work
    under way. `kept_days`: how long answers are kept unused, None for ever. `answer_cache`: which questions that were
    asked before get the stored answer, see models.chat.remembered. `titles`: the model writes those of chats.
    `offline`: nothing is downloaded or searched, and no link is opened. `conversation` is the chat shown last; of
    `closed_folders` the sidebar shows no chats. `failed_starts`: how often in a row the engine died of the model that
    is loaded at the start.
    """

    language: Literal["system", "en", "zh-CN"] = "system"
    theme: Literal["system", "light", "dark"] = "system"
    zoom: float = 1.0
    motion: Literal["system", "full", "reduced"] = "system"
    wrap_code: bool = False
    model: str | None = None
    fast_model: str | None = None
    load: Load = Load()
    sampling: Sampling = Sampling()
    system_prompt: str = ""
    model_folders: tuple[str, ...] = ()
    offline: bool = False
    mirror: str | None = None
    proxy: str | None = None
    ca_bundle: str | None = None
    kept_days: int | None = 90
    titles: bool = True
    answer_cache: Literal["off", "exact", "always"] = "exact"
    notify: bool = True
    when_closed: Literal["ask", "keep", "quit"] = "ask"
    geometry: str = ""
    conversation: int | None = None
    closed_folders: tuple[int, ...] = ()
    failed_starts: int = 0


def read(path: Path) -> tuple[Settings, SettingsDamaged | None]:
    """The settings at `path`, or the defaults when there are none.

    A file that cannot be understood is set aside, never overwritten; the second value then says so.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return msgspec.json.decode(path.read_bytes(), type=Settings), None
    except (FileNotFoundError, NotADirectoryError):
        return Settings(), None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OSError):
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        kept = path.with_name(f"{path.stem}-damaged-{stamp}{path.suffix}")
        try:
            path.rename(kept)
        except OSError:
            kept = path
        return Settings(), SettingsDamaged(path=str(path), kept=kept.name)


def write(path: Path, settings: Settings) -> None:
    """Replace the file by `settings`: it holds the old ones or the new ones at any moment, also after a power cut.

    A link, as to a folder of everybody's settings, stays one.

    Raises:
        DiskFull, StoreUnwritable: The old ones are still there.
    """
    path = Path(os.path.realpath(path))
    content = msgspec.json.format(msgspec.json.encode(settings), indent=2)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(folder=str(path.parent)) from error
        raise StoreUnwritable(folder=str(path.parent), detail=f"{error.strerror}.") from error


def _replace(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-", delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            part.close()
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
