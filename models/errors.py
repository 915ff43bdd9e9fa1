"""Every error of the world's making, as one tree; `str(error)` is a sentence for the user.

    PaddockError
    ├── FileRefused            a file the user gave cannot be used
    │   ├── FileMissing  FileIsFolder  FileNotRegular  FileEmpty  FileTooLarge  FileUnreadable
    │   ├── FileProtected  FileDamaged  FileTypeUnsupported  FileHasNoText  FileBomb  FileIsLink
    │   ├── PictureUnread  FileOnlyPictures
    │   ├── FileChanged  FileNameNotText  FolderEmpty
    │   └── ModelFileMissing  NotGguf  GgufDamaged  GgufVersionUnsupported  ModelUnsupported
    ├── ModelMissing           no such model on this machine
    ├── ModelNotOffered        nor one that could be downloaded
    ├── ModelAmbiguous         several models fit the name
    ├── ModelNotRemovable      the system does not let us delete it
    ├── DemoModelStays         it is a part of the program
    ├── ModelNotKept           no hard link to another program's model can be made
    ├── NoModelYet             the first start
    ├── ModelNotAsPublished    its bytes are not the publisher's
    ├── LicenceNotAccepted     asked for before a download
    ├── BundleDamaged          models from another computer, not as they should be
    ├── TokenNotText           no access token can look like that
    ├── TokenNotKept           the system's keyring cannot keep it
    ├── ModelNotLoaded         nothing is loaded to answer with
    ├── DoesNotFit             refused before the load
    ├── ValueOutOfRange        a number of a load or a request that means nothing
    ├── EngineError
    │   ├── ModelLoadFailed  ModelCrashesEngine  EngineForeign  EngineCrashed  EngineHung  ContextFull  PromptEmpty
    │   ├── ModelChanged  TemplateRefused  SchemaRefused  NothingCondensed
    │   └── EngineSteppedDown  no failure: EngineReduced  EngineOnProcessor  EngineReducedOnProcessor  CardFailed
    ├── ReaderError
    │   └── ReaderCrashed  ReaderTimeout  ReaderOutOfMemory  PageMissing  OcrPackUnusable
    ├── DownloadFailed         carries its `reason`, see models.hub
    ├── HubUnreachable  HubBusy  HubNotSearchable  RepositoryMissing  VariantMissing     a search of the Hub
    ├── StoreError
    │   ├── DiskFull  StoreUnwritable  StoreBusy  StoreDamaged  ChatsRepaired
    │   ├── StoreNewer             an older Paddock over newer chats: StoreCanGoBack, ChatsOfBefore, ChatsTakenBack
    │   ├── ChatMissing            a chat or message that was removed meanwhile
    │   └── FolderExists           another folder has this name
    ├── ReceiptIncomplete      an answer that does not say how it was made
    ├── ProgramEnded           an answer was cut off by the end of the program
    ├── ChildDied              a helper process ended without an answer
    │   └── GateGone           nothing can be downloaded before the next start
    ├── OutputUnwritable       standard output takes no more
    ├── TableMissing           the file has no such table
    ├── LlamaBenchFailed       the program to compare with
    ├── ReportTemplateMissing  CodebookRefused  CorrectionRefused      what a report over files is asked for
    ├── NoDisplay              a window was asked for where none can open
    ├── LinkNotOpened          the browser could not be asked to open a link
    └── SettingsDamaged  CatalogueDamaged  MirrorsDamaged

Everything that is not a `PaddockError` is a bug of ours and is reported with its traceback.

A sentence is a template with named values, so that the window can translate the template and then fill it in.
A class that needs another wording for the same thing is another class. Sentences name the thing and the way out.
"""

from __future__ import annotations

from typing import ClassVar


class PaddockError(Exception):
    """The world's fault: its text is shown to the user as it is.

    `values` fill the names in `sentence`; a missing one is a bug and raises KeyError at once.
    """

    sentence: ClassVar[str] = "{detail}"

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.sentence.format(**values))

    def __reduce__(self) -> tuple[object, ...]:
        return rebuild, (type(self).__name__, self.values)


class FileRefused(PaddockError):
    """A file the user gave cannot be used."""

    sentence = "“{name}” cannot be used: {detail}"


class FileMissing(FileRefused):
    sentence = "“{name}” is not there any more. Choose the file again."


class ModelFileMissing(FileMissing):
    """What a model is loaded from: choosing the same file again is no way out where it was deleted."""

    sentence = "The model file “{name}” is not there any more. Download it again, or choose another model."


class FileIsFolder(FileRefused):
    sentence = "“{name}” is a folder. Choose the files inside it."


class FileNotRegular(FileRefused):
    sentence = "“{name}” is a device or a pipe, not a file. Choose an ordinary file."


class FileEmpty(FileRefused):
    sentence = "“{name}” is empty (0 bytes). There is nothing to read in it."


class FileTooLarge(FileRefused):
    sentence = "“{name}” has {size}; this kind of file is read up to {limit}. Split it and try the parts."


class FileUnreadable(FileRefused):
    sentence = "“{name}” cannot be opened: {detail} Check its permissions."


class FileProtected(FileRefused):
    sentence = "“{name}” is protected by a password. Remove the password and try again."


class FileDamaged(FileRefused):
    sentence = "“{name}” is damaged: {detail} Open it in its own program and save it again."


class FileTypeUnsupported(FileRefused):
    sentence = "“{name}” is of a kind that cannot be read ({kind}). {remedy}"


class FileHasNoText(FileRefused):
    sentence = "“{name}” holds no text. There is nothing to read in it."


class FileOnlyPictures(FileHasNoText):
    sentence = (
        "“{name}” holds no text, only pictures. Add an OCR pack, in the window or with “paddock ocr add”, to have a"
        " PDF read; any file can be made searchable with an OCR program first."
    )


class PictureUnread(FileRefused):
    sentence = "“{name}” is a picture. Add an OCR pack in the window or with “paddock ocr add”, and its words are read."


class FileBomb(FileRefused):
    sentence = "“{name}” unpacks to far more than a document should ({detail}) and was not read."


class FileIsLink(FileRefused):
    sentence = "“{name}” is a link. Choose the file it points to: {target}"


class FileChanged(FileRefused):
    sentence = "“{name}” was changed since it was summarised. Summarise it anew."


class FolderEmpty(FileRefused):
    sentence = "The folder “{name}” holds no file. Choose one with documents in it."


class FileNameNotText(FileRefused):
    sentence = "The name of “{name}” holds bytes that are no text. Rename the file and choose it again."


class NotGguf(FileRefused):
    sentence = "“{name}” is not a GGUF model file ({detail}). Choose a file that ends in .gguf."


class GgufDamaged(FileRefused):
    sentence = "“{name}” is not a complete GGUF model: {field}: {detail} Download it again."


class GgufVersionUnsupported(FileRefused):
    sentence = "“{name}” is a GGUF file of {found}, which cannot be read. Get the same model in a newer file."


class ModelUnsupported(FileRefused):
    sentence = "“{name}” is a model of the kind “{architecture}”, which this version cannot run."


class ModelMissing(PaddockError):
    sentence = "There is no model called “{name}” on this computer. See “paddock models list”."


class ModelNotOffered(PaddockError):
    """A name that is neither the catalogue's nor a repository's."""

    sentence = "No model that can be had is called “{name}”. Find one with “paddock models search {name}”."


class NoModelYet(PaddockError):
    sentence = (
        "There is no model on this computer yet. For this machine: “paddock models pull {id}” ({name}, {size}); "
        "or use a file you have: “paddock models add FILE”."
    )


class ModelNotAsPublished(PaddockError):
    sentence = "“{name}” is not what its publisher released: the checksum differs. Delete it and download it again."


class LicenceNotAccepted(PaddockError):
    sentence = "“{name}” is under the licence “{licence}”, which has to be accepted first: add --accept-licence."


class TokenNotText(PaddockError):
    sentence = (
        "This is no access token: one has no spaces and only plain letters. Copy it from your account's page again."
    )


class TokenNotKept(PaddockError):
    sentence = "The keyring of this system cannot be used for the access token: {detail}."


class BundleDamaged(PaddockError):
    sentence = "“{name}” is not a bundle of models that can be used: {detail}. Make it again on the other computer."


class ModelAmbiguous(PaddockError):
    sentence = "Several models fit “{name}”: {names}. Say which one."


class ModelNotRemovable(PaddockError):
    sentence = "“{name}” cannot be deleted: {detail} Close the programs that use it and try again."


class DemoModelStays(PaddockError):
    sentence = "The built-in demo model is a part of Paddock and cannot be removed. Any other model takes its place."


class ModelNotKept(PaddockError):
    sentence = "“{name}” cannot be kept in {folder}: {detail}. Choose a model folder on the same drive."


class ModelNotLoaded(PaddockError):
    sentence = "No model is loaded. Choose one first."


class DoesNotFit(PaddockError):
    sentence = "“{name}” needs {needed} of memory and {free} is free. Choose a smaller model or a shorter context."


class ValueOutOfRange(PaddockError):
    sentence = "It is not possible to set {setting} to {value}: choose from {low} to {high}."


class EngineError(PaddockError):
    """The engine process or the model in it could not do what was asked."""


class ModelLoadFailed(EngineError):
    sentence = "“{name}” could not be loaded: {detail}"


class ModelCrashesEngine(ModelLoadFailed):
    sentence = (
        "“{name}” could not be loaded: the engine stopped on it ({exit}). Download it again, or choose another model."
    )


class EngineForeign(ModelLoadFailed):
    """It died of an instruction that this processor does not have (SIGILL)."""

    sentence = (
        "The engine was built for another processor and stopped ({exit}). Install Paddock on this computer again; from "
        "its source: delete .venv and build, then “make run”."
    )


class EngineCrashed(EngineError):
    """The engine's process died; what it had written so far is kept."""

    sentence = "The engine stopped ({exit}). What was written is kept; ask again to continue."


class EngineHung(EngineError):
    sentence = "The engine did not answer for {seconds} seconds and was stopped. What was written is kept."


class ContextFull(EngineError):
    """Asked, never cut: `needed` tokens do not fit into `n_ctx`."""

    sentence = "This needs {needed} tokens and the context holds {n_ctx}. Shorten it, or choose a longer context."


class NothingCondensed(EngineError):
    sentence = "The model wrote no notes on the earlier messages. Nothing was changed; choose another way."


class PromptEmpty(EngineError):
    sentence = "There is no text to answer. Write something first."


class ModelChanged(EngineError):
    sentence = "The file “{name}” was changed while the model was in use. Ask again: it is loaded anew."


class TemplateRefused(EngineError):
    sentence = "The chat template of “{name}” cannot be used: {detail}"


class SchemaRefused(EngineError):
    sentence = "The JSON schema cannot be used at {path}: {detail}"


class EngineSteppedDown(EngineError):
    """Not a failure but its good end: the engine runs, with less than was wished."""


class EngineReduced(EngineSteppedDown):
    sentence = (
        "The engine ended unexpectedly ({deaths} in a row) and was started again with a context of {n_ctx} instead of "
        "{wished}."
    )


class EngineOnProcessor(EngineSteppedDown):
    sentence = (
        "The engine ended unexpectedly ({deaths} in a row) and was started again on the processor, which is slower "
        "than the graphics card."
    )


class EngineReducedOnProcessor(EngineSteppedDown):
    sentence = (
        "The engine ended unexpectedly ({deaths} in a row) and was started again on the processor, with a context of "
        "{n_ctx} instead of {wished}."
    )


class CardFailed(EngineSteppedDown):
    """The model could not be loaded onto the graphics card, and was loaded without."""

    sentence = "The graphics card could not be used, so the processor does the work, which is slower. {detail}"


class ReaderError(PaddockError):
    """The process that reads documents failed on one."""


class ReaderCrashed(ReaderError):
    sentence = "“{name}” could not be read: the reader stopped ({exit}). The file is unchanged."


class ReaderTimeout(ReaderError):
    sentence = "“{name}” took longer than {seconds} seconds to read and was given up."


class ReaderOutOfMemory(ReaderError):
    sentence = "“{name}” needs more than {limit} of memory to read and was given up. Split it and try the parts."


class PageMissing(ReaderError):
    sentence = "“{name}” has {pages} pages; there is no page {page} in it."


class OcrPackUnusable(ReaderError):
    sentence = "The OCR pack cannot be used: {detail} Add another one with “paddock ocr add FOLDER”."


class GpuPackUnusable(EngineError):
    sentence = "“{name}” cannot be used as the pack for NVIDIA cards: {detail}."


class GpuPackNone(EngineError):
    sentence = (
        "There is no pack for NVIDIA cards to be downloaded for this Paddock, or none that would help here. A pack’s "
        "file from elsewhere is taken in by “paddock gpu install FILE”."
    )


class DownloadFailed(PaddockError):
    """A transfer ended; `reason` is one of the names in models.hub, whose words fill `detail`."""

    sentence = "{detail}"


class HubUnreachable(PaddockError):
    """Nobody there was reached; only what is asked for anew needs it."""

    sentence = "{host} cannot be reached now. What is on this computer works without it."


class HubBusy(PaddockError):
    sentence = "{host} asks us to wait. Try again in a minute."


class HubNotSearchable(PaddockError):
    """A mirror whose listings are not the Hub's."""

    sentence = "{host} has models to download and cannot be searched. Choose another mirror, or the Hub itself."


class RepositoryMissing(PaddockError):
    sentence = "There is no repository “{name}” at {host}, or it is not public. Check the name."


class VariantMissing(PaddockError):
    """A repository is there, and not what was asked for of it."""

    sentence = "“{name}” does not have “{wanted}”. It has: {names}"


class StoreError(PaddockError):
    """Chats and settings could not be read or written."""


class DiskFull(StoreError):
    sentence = "The disk of {folder} is full. Free some space; nothing that was saved is lost."


class StoreNewer(StoreError):
    sentence = (
        "These chats were written by a newer Paddock ({found}; this one knows {known}). Install the newer version."
    )


class StoreCanGoBack(StoreNewer):
    """There is a backup from before the upgrade."""

    sentence = (
        "These chats were written by a newer Paddock ({found}; this one knows {known}). Install the newer version, or "
        "go back to the {chats} chats of {day} with “paddock go-back”; those of now are kept."
    )


class ChatsOfBefore(StoreError):
    """Not a failure but its good end: an older version has the chats from before the upgrade."""

    sentence = (
        "The {chats} chats of {day}, from before the upgrade, are here again. Those of the newer version are kept in "
        "{kept}; when you install it again, it takes in what was said in them."
    )


class ChatsTakenBack(StoreError):
    """Not a failure but its good end: chats that an older version had set aside are here again."""

    sentence = "{messages} messages in {chats} chats, which an older Paddock had kept aside, are here again."


class StoreUnwritable(StoreError):
    sentence = "The folder {folder} cannot be written: {detail}"


class StoreBusy(StoreError):
    sentence = "The chats in {folder} are in use by another Paddock. Close it and try again."


class StoreDamaged(StoreError):
    sentence = "The chats in {folder} are damaged. Start Paddock again: it keeps the file and saves what can be read."


class ChatsRepaired(StoreError):
    """Not a failure but its good end: a damaged file was replaced by what could be saved of it."""

    sentence = (
        "The chats were damaged and have been repaired: {messages} messages in {chats} chats are here, {from_backup} "
        "of them from a backup. The damaged file is kept in {kept}."
    )


class ChatMissing(StoreError):
    sentence = "This chat or message is not there any more. It was removed meanwhile."


class FolderExists(StoreError):
    sentence = "There is a folder “{name}” already. Choose another name, or move the chats there."


class ReceiptIncomplete(PaddockError):
    sentence = "This answer cannot be repeated: it was not finished, or its settings were not kept. Answer it anew."


class ProgramEnded(PaddockError):
    sentence = "Paddock ended while this was being written. What was written is kept; ask again to continue."


class ChildDied(PaddockError):
    sentence = "A helper process ({name}) stopped: {exit}."


class GateGone(ChildDied):
    """The gate has ended; a process that is locked against the network cannot start another."""

    sentence = "The helper that reaches the network has stopped. Start Paddock again to download or search."


class StaysOffline(PaddockError):
    """The user has chosen that nothing goes online."""

    sentence = (
        "Paddock is set to stay offline. Allow it to go online in the settings to download, search or open a link."
    )


class OutputUnwritable(PaddockError):
    sentence = "The output cannot be written: {detail}"


class NoDisplay(PaddockError):
    sentence = "There is no display to open a window on. In the terminal use “paddock summarize FILE”."


class TableMissing(PaddockError):
    sentence = "Tables found in “{name}”: {tables}. There is none such to write; a table in a picture cannot be read."


class ReportTemplateMissing(PaddockError):
    sentence = "There is no report template “{name}”. There are: {names}."


class CodebookRefused(PaddockError):
    """A closed list of labels, by its file's name, that cannot be counted with."""

    sentence = "The list of labels {name} cannot be used: {detail}"


class CorrectionRefused(PaddockError):
    sentence = "The correction “{correction}” cannot be made: {detail}"


class LlamaBenchFailed(PaddockError):
    sentence = "“{name}” could not be measured with: {detail} Leave it out with --no-llama-bench."


class LinkNotOpened(PaddockError):
    sentence = "The link could not be opened: {detail}. Copy its address into your browser."


class CatalogueDamaged(PaddockError):
    sentence = "The list of models {path} cannot be used: {detail} Correct it or remove it."


class MirrorsDamaged(PaddockError):
    sentence = "The list of mirrors {path} cannot be used: {detail} Correct it or remove it."


class SettingsDamaged(PaddockError):
    sentence = "The settings file {path} could not be read and was set aside as {kept}. The defaults are in use."


def _tree(root: type[PaddockError]) -> dict[str, type[PaddockError]]:
    found = {root.__name__: root}
    for child in root.__subclasses__():
        found |= _tree(child)
    return found


def every() -> dict[str, type[PaddockError]]:
    """All error classes by name, for the translations and for values that crossed a pipe."""
    return _tree(PaddockError)


def rebuild(name: str, values: dict[str, object]) -> PaddockError:
    """The error that another process described by its class name and values."""
    return every()[name](**values)
