"""The models on this machine: in our folders, added where they lie, or adopted from another program."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from models import demo
from models.catalogue import Catalogue, CatalogueEntry
from models.errors import (
    DemoModelStays,
    FileRefused,
    FileUnreadable,
    ModelAmbiguous,
    ModelFileMissing,
    ModelMissing,
    ModelNotKept,
    ModelNotRemovable,
)
from models.gguf import GgufHeader, read_header
from models.hub import walk
from models.hub.adopt import Found
from models.hub.events import Verifying
from models.hub.known import Facts, Known
from models.hub.part import Reading
from models.paths import Paths

OURS = "paddock"
ADDED = "added"
DEMO = "demo"


class InstalledModel(msgspec.Struct, frozen=True, kw_only=True):
    """One model that is, or should be, on disk.

    `name` is short and what `Shelf.find` takes; `title` is for people. `path` is the file to load, `parts` all files
    of it. `origin` is "paddock", "added", "demo", or the program it was adopted from. `problem` says why it cannot be
    loaded; `missing` that its file or folder is not there now. `verified`: its bytes are the publisher's.
    """

    name: str
    title: str
    path: str
    parts: tuple[str, ...]
    size_bytes: int
    origin: str = OURS
    architecture: str = ""
    quantisation: str = ""
    n_ctx_train: int = 0
    n_params: int = 0
    mmproj: str | None = None
    sha256: str | None = None
    verified: bool = False
    entry: str | None = None
    missing: bool = False
    problem: str | None = None

    @property
    def is_demo(self) -> bool:
        """It is the one inside the program, see models.demo."""
        return self.origin == DEMO

    def header(self) -> GgufHeader:
        """Its whole header, for the plan. Raises: FileRefused."""
        return read_header(Path(self.path))


class Verified(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The end of a verification. `same` None: nobody knows what the hash should be, so it was only noted."""

    sha256: str
    same: bool | None


class Shelf:
    """What is on disk. Nothing here opens a connection; any thread may call.

    `folders` are the model folders, the first of which is where downloads go; `own`, ours, is always among them.
    """

    def __init__(self, paths: Paths, folders: Sequence[Path] | None = None, catalogue: Catalogue | None = None) -> None:
        self.own = paths.models
        self.look_in(folders or ())
        self._catalogue = catalogue or Catalogue.load()
        self._known = Known.of(paths)
        self._headers: dict[tuple[str, tuple[tuple[int, int], ...]], GgufHeader | str] = {}

    def look_in(self, folders: Iterable[Path]) -> None:
        """Look in these from now on, and in our own folder still: what is there already stays on the shelf."""
        self.folders = tuple(dict.fromkeys((*folders, self.own)))

    def models(self) -> list[InstalledModel]:
        """The user's: ours first, then added ones, by name. A missing one is there too, and says so."""
        known = self._known.all()
        found: dict[Path, InstalledModel] = {}
        for folder in self.folders:
            for path in walk.files(folder):
                if not walk.is_later_part(path) and not self._is_projector(path):
                    found.setdefault(path, self._look(path, known, OURS))
        for path, facts in known.items():
            lost = any(path.is_relative_to(folder) and not walk.is_folder(folder) for folder in self.folders)
            if path not in found and (facts.listed or lost) and not walk.is_later_part(path):
                found[path] = self._look(path, known, facts.origin or (ADDED if facts.listed else OURS))
        if within := demo.file():
            found.pop(within, None)
        return sorted(found.values(), key=lambda model: (model.missing, model.origin != OURS, model.name.casefold()))

    def usable(self) -> list[InstalledModel]:
        """Those of the user's that can be loaded now."""
        return [model for model in self.models() if not model.missing and not model.problem]

    def demo(self) -> InstalledModel | None:
        """The one inside the program; None where it is not there."""
        path = demo.file()
        return None if path is None else self._look_inside(path)

    def choices(self) -> list[InstalledModel]:
        """All that can be loaded now: the user's, and after them the one inside the program."""
        within = self.demo()
        return [*self.usable(), *([within] if within and not within.problem else [])]

    def find(self, name: str) -> InstalledModel:
        """The model of that name, path, or catalogue name; a part of the name will do when only one has it.

        The one inside the program is found where none of the user's is.

        Raises:
            ModelMissing: None has it.
            ModelAmbiguous: Several have.
        """
        models = [model for model in self.models() if not model.missing]
        wanted = name.strip().casefold()
        entry = self._catalogue.find(name)
        for fits in (
            lambda model: name in (model.path, model.name) or Path(name).absolute() == Path(model.path),
            lambda model: model.name.casefold() == wanted or (entry is not None and model.entry == entry.id),
            lambda model: all(word in f"{model.name} {model.title}".casefold() for word in wanted.split()),
        ):
            fitting = [model for model in models if fits(model)] if wanted else []
            if fitting:
                return _one(name, fitting)
        within = self.demo()
        if within and (wanted in (demo.NAME, demo.TITLE.casefold()) or Path(name).absolute() == Path(within.path)):
            return within
        raise ModelMissing(name=name)

    def look(self, path: Path) -> InstalledModel:
        """The model at `path`, which need not be on the shelf. Raises: FileRefused."""
        path = path.absolute()
        read_header(path)
        if demo.is_it(path):
            return self._look_inside(path)
        known = self._known.all()
        return self._look(path, known, known[path].origin or OURS if path in known else ADDED)

    def add(self, path: Path, *, origin: str = ADDED, sha256: str | None = None, name: str = "") -> InstalledModel:
        """Put a file on the shelf where it lies; nothing is copied. Of a split set, any of its files.

        Raises:
            FileRefused: It is no model this version can run; see models.gguf.
        """
        path = walk.first(path.absolute())
        read_header(path)
        if demo.is_it(path):
            return self._look_inside(path)  # it is here already, and stays where it is
        for part in walk.parts(path):
            self._known.note(part, listed=True, origin=origin, sha256=sha256 if part == path else None, name=name)
        return self._look(path, self._known.all(), origin)

    def adopt(self, found: Found) -> InstalledModel:
        """Put a model of another program on the shelf, where it lies. Raises: FileRefused."""
        return self.add(Path(found.path), origin=found.program, sha256=found.sha256, name=found.name)

    def keep(self, model: InstalledModel) -> InstalledModel:
        """Keep a model even if the program it is of deletes it: a hard link in our folder, which takes no space.

        It is ours from then on; the other program's file stays as it is.

        Raises:
            ModelNotKept: The model lies on another drive, or our folder cannot be written.
        """
        if model.origin == OURS or model.is_demo:
            return model
        folder = self.folders[0] / "kept" / re.sub(r"[^\w.-]+", "-", model.name)
        kept: list[Path] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for part in map(Path, (*model.parts, *((model.mmproj,) if model.mmproj else ()))):
                name = part.name if part.suffix.lower() == ".gguf" else f"{folder.name}.gguf"
                if not ((folder / name).exists() and part.samefile(folder / name)):  # an earlier try was ended
                    os.link(part.resolve(), folder / name)
                self._known.note(folder / name, sha256=self.sha256_of(part), verified=model.verified, name=model.name)
                self._known.forget(part)
                kept.append(folder / name)
        except OSError as error:
            raise ModelNotKept(name=model.name, folder=str(folder), detail=error.strerror or "") from error
        return self.look(kept[0])

    def verify(self, model: InstalledModel) -> Iterator[Verifying | Verified]:
        """Read a model's files whole and compare them with what they should be; the last event is Verified.

        Raises:
            FileRefused: A file is gone or cannot be read.
        """
        known, total, before, same = self._known.all(), model.size_bytes, 0, True
        digests = []
        for part in map(Path, model.parts):
            if not walk.is_file(part):
                raise ModelFileMissing(name=part.name)
            reading = Reading(part)
            try:
                for done in reading:
                    yield Verifying(before + done, total)
            except OSError as error:
                raise FileUnreadable(name=part.name, detail=f"{error.strerror}.") from error
            facts = known.get(part)
            wanted = self._wanted(part) or (facts.sha256 if facts else None)
            unknown = wanted is None
            right = wanted in (None, reading.sha256)
            same = same and right
            kept = facts or Facts(path=str(part), size_bytes=0, mtime_ns=0)
            self._known.note(
                part, sha256=wanted or reading.sha256, verified=right and not unknown,
                listed=kept.listed, origin=kept.origin, name=kept.name,
            )  # fmt: skip
            digests.append((reading.sha256, unknown))
            before += part.stat().st_size
        nobody_knows = any(unknown for _, unknown in digests)
        yield Verified(sha256=digests[0][0], same=None if nobody_knows and same else same)

    def note(self, path: Path, sha256: str) -> None:
        """A file has come with these bytes: verified when the catalogue knows them. Raises: OSError."""
        self._known.note(path, sha256=sha256, verified=self._catalogue.of_sha256(sha256) is not None)

    def sha256_of(self, path: Path) -> str | None:
        """What is known of the bytes of one file as it is now; reads none of them."""
        facts = self._known.all().get(path)
        return facts.sha256 if facts and facts.fresh else None

    def remove(self, model: InstalledModel) -> int:
        """Take a model off the shelf; returns the bytes freed. Only files in our own folders are deleted.

        Raises:
            DemoModelStays: It is a part of the program.
            ModelNotRemovable: The system does not let us.
        """
        if model.is_demo:
            raise DemoModelStays
        freed = 0
        shared = any(other.mmproj == model.mmproj and other.path != model.path for other in self.models())
        projector = (Path(model.mmproj),) if model.mmproj and not shared else ()
        for path in (*map(Path, model.parts), *projector):
            if model.origin == OURS and any(path.is_relative_to(folder) for folder in self.folders):
                freed += self._delete(path)
            self._known.forget(path)
        return freed

    def _delete(self, path: Path) -> int:
        try:
            now = path.lstat()
            if os.name == "nt":
                path.chmod(0o644)  # Windows does not delete a read-only file
            path.unlink()
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise ModelNotRemovable(name=path.name, detail=error.strerror or "") from error
        for folder in (path.parent, path.parent.parent):
            with contextlib.suppress(OSError):  # not empty
                if folder not in self.folders:
                    folder.rmdir()
        return now.st_size if now.st_nlink == 1 else 0  # another name holds its bytes, as of a model that was kept

    def _look_inside(self, path: Path) -> InstalledModel:
        """Describe the model inside the program. It has the name we call it by, whatever its file says."""
        now = path.stat()
        return msgspec.structs.replace(
            self._look(path, {}, DEMO), name=demo.TITLE, title=demo.TITLE, entry=demo.NAME,
            sha256=_sha256(path, now.st_size, now.st_mtime_ns),
        )  # fmt: skip

    def _look(self, path: Path, known: dict[Path, Facts], origin: str) -> InstalledModel:
        """Describe the model at `path`, whatever state it is in."""
        facts = known.get(path)
        name = (facts.name if facts else "") or walk.stem(path)
        parts = walk.parts(path)
        if walk.is_file(path):
            with contextlib.suppress(OSError):  # it goes while it is looked at
                return self._described(path, name, parts, known, origin)
        gone = ModelFileMissing(name=path.name)
        size_bytes = sum(known[part].size_bytes for part in parts if part in known)
        return InstalledModel(
            name=name, title=name, path=str(path), parts=tuple(map(str, parts)), size_bytes=size_bytes,
            origin=origin, missing=True, problem=str(gone), sha256=facts.sha256 if facts else None,
        )  # fmt: skip

    def _described(
        self, path: Path, name: str, parts: tuple[Path, ...], known: dict[Path, Facts], origin: str
    ) -> InstalledModel:
        """Raises: OSError."""
        facts = known.get(path)
        sound = [known[part] for part in parts if part in known and known[part].fresh]
        size_bytes = sum(part.stat().st_size for part in parts if walk.is_file(part))
        sha256 = sound[0].sha256 if facts in sound else None
        entry = self._entry(path, size_bytes, sha256)
        header = self._header(path)
        model = InstalledModel(
            name=name,
            title=entry.name if entry else name,
            path=str(path),
            parts=tuple(map(str, parts)),
            size_bytes=size_bytes,
            origin=origin,
            sha256=sha256,
            verified=len(sound) == len(parts) and all(each.verified for each in sound),
            entry=entry.id if entry else None,
        )
        if isinstance(header, str):
            return msgspec.structs.replace(model, problem=header)
        return msgspec.structs.replace(
            model,
            title=entry.name if entry else header.name or name,
            architecture=header.architecture,
            quantisation=header.quantisation,
            n_ctx_train=header.n_ctx_train,
            n_params=header.n_params,
            mmproj=_projector(path, entry),
        )

    def _header(self, path: Path) -> GgufHeader | str:
        """The header, or why there is none; read once for as long as no file of the set changes. Raises: OSError."""
        stats = [part.stat() for part in walk.parts(path) if walk.is_file(part)]
        key = (str(path), tuple((now.st_size, now.st_mtime_ns) for now in stats))
        if key not in self._headers:
            try:
                self._headers[key] = read_header(path)
            except FileUnreadable as refused:
                return str(refused)  # what may be read again tomorrow is as it was
            except FileRefused as refused:
                self._headers[key] = str(refused)
        return self._headers[key]

    def _is_projector(self, path: Path) -> bool:
        """Whether `path` belongs to a model that sees images, without being one."""
        try:
            return isinstance(self._header(path), str) and read_header(path, part=True).kind == "projector"
        except (FileRefused, OSError):
            return False

    def _entry(self, path: Path, size_bytes: int, sha256: str | None) -> CatalogueEntry | None:
        """The catalogue's entry: by the bytes, or else by its own place, name and size."""
        if sha256 and (entry := self._catalogue.of_sha256(sha256)):
            return entry
        for entry in self._catalogue.entries:
            if entry.files[0].name == path.name and entry.size_bytes in (None, size_bytes):
                return entry
        return None

    def _wanted(self, path: Path) -> str | None:
        """The sha256 the catalogue knows for a file of this name and size."""
        size_bytes = path.stat().st_size
        for entry in self._catalogue.entries:
            for file in entry.files:
                if file.name.rpartition("/")[2] == path.name and file.bytes == size_bytes:
                    return file.sha256
        return None


@lru_cache(maxsize=4)
def _sha256(path: Path, _size_bytes: int, _mtime_ns: int) -> str:
    """Of the small file inside the program: 10 ms, once."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _projector(path: Path, entry: CatalogueEntry | None) -> str | None:
    """The image projector beside the model: the catalogue's, or the only one there."""
    if entry and entry.mmproj:
        named = path.with_name(entry.mmproj.name)
        return str(named) if walk.is_file(named) else None
    beside = sorted(path.parent.glob("mmproj*.gguf"))
    return str(beside[0]) if len(beside) == 1 else None


def _one(name: str, fitting: list[InstalledModel]) -> InstalledModel:
    """Of several copies of one model, the first; several models are a question."""
    if len({model.name for model in fitting}) > 1:
        raise ModelAmbiguous(name=name, names=", ".join(sorted({model.name for model in fitting})))
    return fitting[0]
