from pathlib import Path

import msgspec
import pytest

from models.bench import history
from models.bench.events import Alone, Announced, Memory, Receipt, Rival, Skipped, Together
from models.bench.published import FIGURES
from models.bench.report import Report, Tally
from models.errors import StoreUnwritable
from models.paths import Paths

RECEIPT = Receipt(
    date="2026-11-22T03:47:05+00:00", version="0.1.0", model="Qwen2.5 7B Instruct", size_bytes=4_683_074_240,
    sha256="ab" * 32, architecture="qwen2", device="NVIDIA RTX 4090", driver="580.1", cpu="Ryzen", threads=8,
    ram_bytes=64 << 30, build="llama.cpp 0.5.0 (CUDA)", tokens=128,
)  # fmt: skip
MEMORY = Memory(planned_bytes=5 << 30, measured_bytes=5_500_000_000)
SLOW = Skipped(kind="context", size=16_384, why="takes_long", values={"minutes": 14})
FULL = Skipped(
    kind="sequences",
    size=32,
    why="does_not_fit",
    values={"needed_gb": 9.1, "free_gb": 8.0, "device": "NVIDIA RTX 4090"},
)


def alone(n_ctx: int, first_token_ms: float, tokens_per_s: float, rival: Rival | None = None) -> Alone:
    return Alone(
        n_ctx=n_ctx, chosen=n_ctx == 8192, prompt_tokens=n_ctx - 136, n_gpu_layers=29, n_layers=29, type_k="f16",
        first_token_ms=first_token_ms, tokens_per_s=tokens_per_s, first_token_ms_samples=(first_token_ms,),
        tokens_per_s_samples=(tokens_per_s,), memory=MEMORY, rival=rival,
    )  # fmt: skip


def tally(*events: Alone | Together) -> Report:
    counted = Tally()
    announced = Announced(
        receipt=RECEIPT, contexts=(4096, 8192), sequences=(8,), left_out=(SLOW, FULL), repeats=3, seconds=60
    )
    for event in (announced, *events):
        counted.add(event)
    report = counted.report()
    assert report
    return report


BOTH = alone(4096, 410.0, 129.6, Rival(first_token_ms=400.0, tokens_per_s=133.0)), alone(8192, 1100.0, 79.0)
MANY = Together(
    sequences=8, prompt_tokens=512, tokens_per_s=600.5, tokens_per_s_samples=(600.5,), memory=MEMORY
)  # fmt: skip


def test_before_the_announcement_there_is_nothing_to_report() -> None:
    assert Tally().report() is None


def test_a_report_is_complete_only_with_everything_announced() -> None:
    assert tally(*BOTH, MANY).complete
    assert not tally(*BOTH).complete
    assert "Not everything was measured." in str(tally(*BOTH))


def test_the_published_figures_stand_beside_ours_with_their_caveat() -> None:
    report = tally(*BOTH, MANY)

    assert [one.published.n_ctx for one in report.published] == [4096, 8192]
    assert report.published[0].sooner == pytest.approx(2.0)
    assert report.published[0].faster == pytest.approx(3.0)
    assert report.published[1].faster == pytest.approx(2.0)
    assert "four RTX 4090" in str(report)
    assert "other hardware" in str(report)
    assert [one.n_ctx for one in FIGURES] == [4096, 8192, 16_384, 32_768]


def test_the_text_has_the_receipt_the_layers_the_ratio_and_the_way_to_the_rest() -> None:
    text = str(tally(*BOTH, MANY))

    for words in (
        "sha256 abab", "NVIDIA RTX 4090, driver 580.1", "llama.cpp 0.5.0", "medians of 3", "29 of 29",
        "0.974", "(your setting)", "600.5", "about 14 min here; for it: --contexts 16384",
        "needs 9.1 GB and 8 GB is free",
    ):  # fmt: skip
        assert words in text
    assert "--sequences 32" not in text  # asking would not make it fit


def test_reports_are_kept_and_found_again_oldest_first(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "data", tmp_path, tmp_path, tmp_path)
    newer = msgspec.structs.replace(
        tally(MANY), receipt=msgspec.structs.replace(RECEIPT, date="2026-12-01T00:00:00+00:00")
    )
    first = history.keep(paths, newer)
    history.keep(paths, tally(*BOTH))
    first.with_name("0.json").write_bytes(b"\xffno report")

    assert history.reports(paths) == [tally(*BOTH), newer]
    assert first.name == "20261201000000-qwen2.5-7b-instruct.json"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")

    with pytest.raises(StoreUnwritable, match="benchmarks"):
        history.keep(Paths(tmp_path / "data", tmp_path, tmp_path, tmp_path), tally(MANY))
