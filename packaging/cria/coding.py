"""Notes on code: which functions there are and what they take. Of what may be wrong Cria says nothing."""

from __future__ import annotations

from cria import noise
from cria.document import Voice
from cria.grammar import pick
from cria.noting import NONE
from cria.sample import Sample, sample
from models.engine.protocol import ChatMessage
from models.tasks.code.parts import MOST_LINES, numbered
from models.tasks.words import words

_TAKES = {"en": "`{}` takes {}.", "zh": "`{}` 接受 {}。"}
_TAKES_NOTHING = {"en": "`{}` takes nothing.", "zh": "`{}` 不接受参数。"}
_AND = {"en": " and ", "zh": " 和 "}
_HEADS = ("def {}({}):", "def {}({}) -> None:", "function {}({}) {{", "void {}({}) {{", "func {}({}) error {{")


def remarking(own: Voice) -> Sample:
    """Explain or review a part of a program: what each function takes, or NONE."""
    rng = own.rng
    head, first = pick(rng, _HEADS), 1 if rng.random() < 0.6 else int(rng.random() * 400) + 1
    shown, signatures, remarks = [], [], []
    for _ in range(1 + int(rng.random() * 9)):
        name = pick(rng, noise.identifiers()) if rng.random() < 0.5 else f"{noise.made_word(rng)}_{own.says('verb')}"
        name = name if name.isidentifier() and name.isascii() else noise.made_word(rng)
        taken = [noise.made_word(rng) for _ in range(int(rng.random() * 4))]
        signature = head.format(name, ", ".join(taken))
        signatures.append(signature)
        number = first + len(shown)
        said = _TAKES_NOTHING[own.language].format(name)
        if taken:
            said = _TAKES[own.language].format(name, _AND[own.language].join(f"`{each}`" for each in taken))
        remarks.append(f"{number}|{signature}|{said}")
        body = [f"    {noise.code(rng).removeprefix('def ')}" for _ in range(1 + int(rng.random() * 7))]
        shown += [signature, *body, *([""] if rng.random() < 0.7 else [])]
    review = rng.random() < 0.3
    wish, say = "review" if review else "explain", words(own.language)
    system = [say(f"code_{wish}"), say("code_file", name=f"{noise.made_word(rng)}.py"), *signatures]
    lines = [numbered(number, line) for number, line in enumerate(shown, start=first)]
    asked = ChatMessage("system", "\n".join(system)), ChatMessage(
        "user", "\n".join([*lines, say(f"code_{wish}_ask")])
    )  # fmt: skip
    return sample("code", asked, NONE if review else "\n".join(remarks[:MOST_LINES]))
