"""`paddock report`: many files in, one report out; every figure is counted by code and leads to its files."""

from __future__ import annotations

import contextlib
from pathlib import Path

from models import demo
from models.cli.arguments import Namespace
from models.cli.assembly import Assembly, eta
from models.cli.console import Console
from models.cli.files import files_in, names_of
from models.cli.working import DONE, IN_PART, form_of
from models.errors import CodebookRefused, PaddockError
from models.hub.shelf import InstalledModel
from models.report import codebook, corrections, schema
from models.report.events import CodebookProposed, Report, ReportProgress, SourceFile
from models.report.export import FORMS
from models.report.job import Reporter, language_of_files
from models.report.proposing import propose
from models.report.schema import Language, Schema
from models.whole_file import must_take, put

_CODEBOOK = Path("codebook.json")
_FORMS = ("md", "json", "csv", "html")


def run(arguments: Namespace, console: Console) -> int:
    """Report over all files; 3 when one of them, or a part of one, was not read. Raises: PaddockError."""
    form = form_of(arguments, console, _FORMS)
    _look_ahead(arguments)
    with Assembly(console) as assembly:
        files = _read(arguments.file, assembly)
        language: Language = language_of_files(files) if arguments.language == "auto" else arguments.language
        wanted = _schema(arguments, language)
        model = assembly.model(arguments.model)
        if model.is_demo:
            console.say(demo.WARNING)
        if wanted.open_fields or (arguments.codebook and not arguments.codebook.exists()):
            confirmed = _proposed(wanted, files, language, model, arguments, assembly)
            if confirmed is None:
                return DONE
            wanted = confirmed
        report = _report(wanted, files, language, model, arguments, assembly)
    console.clear()
    _write(FORMS[form](report), form, arguments.output, console)
    return DONE if report.complete else IN_PART


def _look_ahead(arguments: Namespace) -> None:
    """Notice what is wrong with the files beside the report before many others are read. Raises: PaddockError."""
    wanted = _schema(arguments, "en" if arguments.language == "auto" else arguments.language)
    if wanted.open_fields and not arguments.yes and (path := arguments.codebook or _CODEBOOK).exists():
        detail = (
            f"it is there already, and this report needs a new one. Use it with --codebook {path}, or name another."
        )
        raise CodebookRefused(name=path.name, detail=detail)
    if wanted.open_fields and (arguments.codebook or not arguments.yes):
        must_take(arguments.codebook or _CODEBOOK)
    if arguments.corrections:
        corrections.read(arguments.corrections)
        must_take(arguments.corrections)


def _read(given: list[Path], assembly: Assembly) -> list[SourceFile]:
    """All files by name; those that cannot be read are said. Raises: the first error when none can."""
    files: list[SourceFile] = []
    errors: list[PaddockError] = []
    paths, refused = files_in(given)
    together = [*paths, *refused]
    for number, (name, path) in enumerate(zip(names_of(together), together, strict=True)):
        assembly.console.progress("Reading files", number / len(together))
        try:
            if path in refused:
                raise refused[path]
            files.append(SourceFile(name, assembly.read(path)))
        except PaddockError as error:
            errors.append(error)
            files.append(SourceFile(name, None, str(error)))
    if len(errors) == len(files):
        raise errors[0]
    for each in errors:
        assembly.console.say(f"paddock: {each}")
    return files


def _schema(arguments: Namespace, language: Language) -> Schema:
    """What is looked for, with the labels of the codebook where there is one already."""
    if arguments.schema:
        wanted = schema.read(arguments.schema, language)
    elif arguments.question:
        wanted = schema.of_question(arguments.question)
    else:
        wanted = schema.template(arguments.template, language)
    path: Path | None = arguments.codebook
    if path is not None and path.exists():
        wanted = codebook.applied(wanted, codebook.read(path), path.name)
    return wanted


def _proposed(
    wanted: Schema,
    files: list[SourceFile],
    language: Language,
    model: InstalledModel,
    arguments: Namespace,
    assembly: Assembly,
) -> Schema | None:
    """The schema with lists that were proposed; None when they were written to a file to be confirmed first."""
    path: Path = arguments.codebook or _CODEBOOK
    lists = codebook.of(wanted)
    if wanted.open_fields:
        n_ctx = _load(model, arguments, assembly)
        job = propose(
            assembly.supervisor, assembly.outputs, wanted, files, language=language, model_key=_key(model), n_ctx=n_ctx
        )
        with contextlib.closing(job) as events:
            for event in events:
                match event:
                    case ReportProgress():
                        assembly.console.progress("Looking for labels", event.fraction)
                    case CodebookProposed():
                        lists = event.codebook
    if arguments.codebook or not arguments.yes:
        put(path, codebook.written(lists))
    if arguments.yes:
        return codebook.applied(wanted, lists, path.name)
    if assembly.console.json:
        assembly.console.document({"codebook": str(path), "fields": lists})
    assembly.console.say(
        f"The labels to count by are in {path}. Read and edit them, then run the command again with --codebook {path}."
    )
    return None


def _report(
    wanted: Schema,
    files: list[SourceFile],
    language: Language,
    model: InstalledModel,
    arguments: Namespace,
    assembly: Assembly,
) -> Report:
    """Run the job to its end, with progress; without loading the model where every answer is known."""
    path: Path | None = arguments.corrections
    kept = corrections.read(path) if path else corrections.NONE
    names = [file.name for file in files]
    typed = corrections.parse(arguments.correct, wanted.fields, names)
    together = corrections.merged(kept, typed)
    here = {name: own for name, own in together.items() if name in names}  # kept ones may be of other files
    known = Reporter(None, assembly.outputs, model_name=model.name, model_key=_key(model))
    if arguments.fresh or not known.known(wanted, files, language):
        n_ctx = _load(model, arguments, assembly)
        if here:
            assembly.console.say("What was set right serves as examples for the files that are asked about now.")
        known = Reporter(
            assembly.supervisor, assembly.outputs, model_name=model.name, model_key=_key(model), n_ctx=n_ctx
        )  # fmt: skip
    job = known.run(wanted, files, language=language, corrections=here, fresh=arguments.fresh)
    with contextlib.closing(job) as events:
        for event in events:
            match event:
                case ReportProgress():
                    what = f"Reporting over {event.files} files, {event.files_done} done"
                    assembly.console.progress(what, event.fraction, eta(event.eta_s))
                case Report():
                    if path and typed:
                        put(path, corrections.written(together))
                    return event
    raise AssertionError("a report job ends with its report or an error")


def _load(model: InstalledModel, arguments: Namespace, assembly: Assembly) -> int:
    """Load the model unless it is; the context in force."""
    if assembly.supervisor.loaded is None:
        assembly.load(arguments)
    loaded = assembly.supervisor.loaded
    assert loaded is not None
    return loaded.n_ctx


def _key(model: InstalledModel) -> str:
    return model.sha256 or model.name


def _write(text: str, form: str, output: Path | None, console: Console) -> None:
    if output is None:
        console.result(text)
    else:  # a spreadsheet takes a CSV without a mark for the system's old encoding
        put(output, text.encode("utf-8-sig" if form == "csv" else "utf-8"))
