from importlib.util import find_spec
from pathlib import Path

from gguf.constants import GGML_QUANT_SIZES, LlamaFileType

from models.gguf.formats import ARCHITECTURES, FILE_TYPES, TENSOR_TYPES


def test_tensor_types_are_those_of_the_gguf_package() -> None:
    theirs = {int(kind): (kind.name, *sizes) for kind, sizes in GGML_QUANT_SIZES.items()}

    assert theirs.items() <= TENSOR_TYPES.items()


def test_file_types_are_those_of_the_gguf_package() -> None:
    theirs = {int(kind): kind.name.removeprefix("MOSTLY_").removeprefix("ALL_") for kind in LlamaFileType}
    theirs.pop(1024)  # GUESSED

    assert theirs.items() <= FILE_TYPES.items()


def test_the_engine_knows_every_architecture_we_let_pass() -> None:
    """The linker lets a name share its end with a longer one, so only the end is looked for."""
    package = find_spec("llama_cpp")
    assert package and package.origin
    library = (Path(package.origin).parent / "lib" / "libllama.so").read_bytes()

    assert [name for name in sorted(ARCHITECTURES) if name.encode() + b"\0" not in library] == []
