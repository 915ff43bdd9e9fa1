"""Reads subtitles, .srt and .vtt: what is said, joined into sentences, each run with the time it begins at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.documents.flow import Flow

_TIMING = re.compile(
    r"^\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s+-->\s+(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
)
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?[a-zA-Z][^>]{0,200}>|<\d[\d:.]*>|\{\\[^}]{0,200}\}")
_ENDS = re.compile(r"[.!?。！？…][\"'”’」』）)]*$")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_PAUSE_S = 2.0
_LONG = 300  # characters after which the next end of a sentence ends the run


def read(text: str, flow: Flow) -> None:
    """Write the subtitles into `flow`; without a single cue, the text as it is."""
    began, ended, run, said_by = 0.0, 0.0, "", ""
    for start, end, speaker, words in _cues(text):
        changes = bool(speaker) and speaker != said_by
        if run and (changes or start - ended > _PAUSE_S or (len(run) > _LONG and _ENDS.search(run))):
            flow.paragraph(f"[{_clock(began)}] {run}")
            run = ""
        if not run:
            began = start
            run = f"{speaker}: {words}" if changes else words
        else:
            run += words if _WIDE.match(run[-1]) and _WIDE.match(words) else f" {words}"
        ended, said_by = end, speaker or said_by
    if run:
        flow.paragraph(f"[{_clock(began)}] {run}")
    if flow.page_is_empty:
        flow.paragraph(text)


def _cues(text: str) -> Iterator[tuple[float, float, str, str]]:
    """(start, end, speaker, words) of each cue, times in seconds."""
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip("\n").split("\n")
        at = next((index for index, line in enumerate(lines[:3]) if _TIMING.match(line)), None)
        if at is None:
            continue
        timing = _TIMING.match(lines[at])
        assert timing is not None
        words = " ".join(lines[at + 1 :])
        voice = _VOICE.search(words)
        words = " ".join(_TAG.sub("", words).split())
        if words:
            start, end = _seconds(timing.groups()[:4]), _seconds(timing.groups()[4:])
            yield start, end, voice.group(1).strip() if voice else "", words


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(fraction.ljust(3, "0")) / 1000


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
