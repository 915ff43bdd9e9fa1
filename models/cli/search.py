"""`paddock models search`: the models of the Hub, with size, licence and fit before any download."""

from __future__ import annotations

import contextlib

import msgspec

from models.bench.offers import Fitted, HubOffer, offer
from models.catalogue import CatalogueEntry
from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console, size
from models.engine.bandwidth import bandwidth
from models.engine.hardware import hardware
from models.engine.protocol import LoadParams
from models.errors import ModelUnsupported, VariantMissing
from models.hub.events import is_repo
from models.hub.listing import Listed, Missed
from models.hub.repository import Looked, Repository, Variant
from models.hub.search import Search, look


def search(arguments: Namespace, assembly: Assembly) -> int:
    """Print what the Hub has. Raises: HubUnreachable; HubBusy; DownloadFailed."""
    console, found = assembly.console, 0
    machine = msgspec.structs.replace(hardware(), memory_bandwidth=bandwidth())
    wished = LoadParams(**msgspec.structs.asdict(assembly.settings.load))
    offers: list[HubOffer] = []
    words = " ".join(arguments.words)
    results = Search(assembly.downloads(arguments.mirror), words=words, limit=arguments.limit)
    with contextlib.closing(results):
        for result in results:
            match result:
                case Listed(repositories=repositories):
                    found = len(repositories)
                    console.progress("asking the Hub", 0)
                case Looked(repository=repository):
                    offers.append(offer(result, machine, wished))
                    console.progress(repository.id, len(offers) / max(1, found))
                    _show(offers[-1], console, every=arguments.all)
                case Missed(id=name):
                    console.say(f"{name} cannot be looked at now.")
    console.clear()
    if console.json:
        console.document({"repositories": offers})
    elif not offers:
        console.line(f"Nothing is called “{words}” there. Fewer words find more.")
    else:
        console.line("Get one with “paddock models pull ORG/NAME”, or ORG/NAME:QUANTISATION for another size.")
    return 0


def entry_of(name: str, assembly: Assembly, mirror: str | None) -> CatalogueEntry | None:
    """What `org/repo`, or `org/repo:` with a quantisation or a file, names on the Hub; None: it is no such name.

    Raises:
        ModelUnsupported: This version does not run it.
        VariantMissing, RepositoryMissing: It is not there.
        HubUnreachable, HubBusy, DownloadFailed: It cannot be asked for.
    """
    repo, _, wanted = name.partition(":")
    if not is_repo(repo):
        return None
    looked = look(assembly.downloads(mirror), repo)
    variant = _chosen(looked, wanted)
    if looked.runs is False:
        raise ModelUnsupported(name=repo, architecture=looked.architecture)
    return looked.entry(variant)


def _chosen(looked: Looked, wanted: str) -> Variant:
    """The variant of that quantisation or with that file; without a wish the preferred one. Raises: VariantMissing."""
    for variant in looked.variants:
        if wanted.casefold() in {variant.quantisation.casefold(), *(file.name.casefold() for file in variant.files)}:
            return variant
    if looked.preferred is None or wanted:
        names = ", ".join(variant.quantisation for variant in looked.variants) or "no GGUF models"
        raise VariantMissing(name=looked.repository.id, wanted=wanted or "a GGUF model", names=names)
    return looked.preferred


def _show(one: HubOffer, console: Console, *, every: bool) -> None:
    console.line(f"{one.repository.id}\n    {_facts(one.repository, one.architecture)}")
    if one.runs is False:
        console.line(f"    This version does not run models of the architecture “{one.architecture}”.")
    first = [model for model in one.models if every or model.variant.quantisation == one.preferred]
    for model in first:
        console.line(f"    {_model(model)}  {model.plan or ''}".rstrip())
    if rest := [_model(model) for model in one.models if model not in first]:
        console.line(f"    also {', '.join(' '.join(each.split()) for each in rest)}")
    if not one.models:
        console.line("    No GGUF model is in it.")
    console.line()


def _model(model: Fitted) -> str:
    size_bytes = model.variant.size_bytes
    return f"{model.variant.quantisation:<12} {size(size_bytes) if size_bytes else 'size unknown':>9}"


def _facts(repository: Repository, architecture: str | None) -> str:
    facts = [
        repository.licence_name or repository.licence or "licence unknown",
        f"{repository.downloads:,} downloads this month".replace(",", " "),
        " ".join(repository.languages[:4]),
        f"{repository.n_params / 1e9:.1f} B" if repository.n_params else "",
        architecture or "",
        "asks for an account" if repository.gated else "",
    ]
    return " · ".join(fact for fact in facts if fact)
