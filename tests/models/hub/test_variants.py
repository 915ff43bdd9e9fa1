import pytest

from models.hub.events import WantedFile
from models.hub.repository import Looked, Repository
from models.hub.variants import projector, quantisation, variants


def files(*names: str) -> list[WantedFile]:
    return [WantedFile(name, 1000 - number) for number, name in enumerate(names)]


@pytest.mark.parametrize(
    ("stem", "wanted"),
    [
        ("Qwen2.5-7B-Instruct-Q4_K_M", "Q4_K_M"),
        ("qwen2.5-7b-instruct-q4_k_m", "Q4_K_M"),
        ("tinyllama-1.1b-chat-v1.0.Q5_K_S", "Q5_K_S"),
        ("Phi-3-mini-4k-instruct-q4", "Q4"),
        ("Phi-3-mini-4k-instruct-fp16", "F16"),
        ("gemma-3-27b-it-UD-Q4_K_XL", "UD-Q4_K_XL"),
        ("model-IQ2_XXS", "IQ2_XXS"),
        ("gpt-oss-20b-mxfp4", "MXFP4"),
        ("gpt-oss-20b-F16", "F16"),
        ("Meta-Llama-3-8B-Instruct-Q4_0_4_4", "Q4_0_4_4"),
        ("ggml-model-bf16", "BF16"),
        ("SmolLM3-Q8_0-v2", "Q8_0"),
        ("Q8-of-nothing-known", "Q8"),
        ("somebodys-model", "somebodys-model"),
    ],
)
def test_the_quantisation_is_read_from_the_name(stem: str, wanted: str) -> None:
    assert quantisation(stem) == wanted


def test_a_split_set_is_one_model_and_a_torn_one_is_none() -> None:
    found = variants(
        files(
            "a-Q4_K_M-00001-of-00002.gguf", "a-Q4_K_M-00002-of-00002.gguf", "a-Q8_0-00001-of-00002.gguf",
            "Q6_K/a-Q6_K-00001-of-00001.gguf",
        )
    )  # fmt: skip

    assert {one.quantisation: [file.name for file in one.files] for one in found} == {
        "Q4_K_M": ["a-Q4_K_M-00001-of-00002.gguf", "a-Q4_K_M-00002-of-00002.gguf"],
        "Q6_K": ["Q6_K/a-Q6_K-00001-of-00001.gguf"],
    }
    assert found[-1].size_bytes == 1999


def test_a_name_that_counts_no_parts_is_a_model_of_its_own() -> None:
    (odd,) = variants(files("a-Q4_K_M-00001-of-00000.gguf"))

    assert [file.name for file in odd.files] == ["a-Q4_K_M-00001-of-00000.gguf"]


def test_what_lies_beside_the_models_is_none_of_them() -> None:
    others = files(
        "README.md", "mmproj-a-F32.gguf", "mmproj-a-F16.gguf", "a-imatrix.gguf", "../b-Q8_0.gguf", "a b.gguf"
    )

    assert variants(others) == ()
    assert projector(others) == others[2]
    assert projector(files("a-Q8_0.gguf")) is None


def test_two_models_of_one_quantisation_are_called_by_their_names() -> None:
    found = variants(files("base-Q4_K_M.gguf", "chat-Q4_K_M.gguf", "chat-Q8_0.gguf"))

    assert [one.quantisation for one in found] == ["Q8_0", "chat-Q4_K_M", "base-Q4_K_M"]


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (("a-F16.gguf", "a-Q8_0.gguf", "a-Q4_K_M.gguf"), "Q4_K_M"),
        (("a-F16.gguf", "a-Q8_0.gguf"), "Q8_0"),
        (("a-BF16.gguf", "a-F16.gguf"), "F16"),  # the smallest, where none is well known
    ],
)
def test_the_one_to_begin_with_is_small_and_good(names: tuple[str, ...], wanted: str) -> None:
    looked = Looked(repository=Repository(id="org/a"), commit="main", variants=variants(files(*names)))

    assert looked.preferred is not None and looked.preferred.quantisation == wanted
