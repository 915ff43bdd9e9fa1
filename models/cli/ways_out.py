"""A chat that became too long, in the terminal: what can be done is printed as commands, with figures."""

from __future__ import annotations

from models.chat.overflow import Overflow
from models.chat.relief import Way

COMMANDS = {"/notes": Way.COMPACT, "/recent": Way.ANEW, "/larger": Way.LARGER, "/shorten": Way.SHORTEN}


def offered(overflow: Overflow) -> dict[str, str]:
    """The commands that lead somewhere, each with what it means."""
    ways: dict[str, str] = {}
    if (compact := overflow.compact) is not None:
        ways["/notes"] = (
            f"make notes of the {compact.left} older messages ({compact.left_tokens:,} tokens); the model then reads "
            f"about {compact.after_tokens:,}. All of them are kept, and /undo takes it back"
        )
    if (branch := overflow.branch) is not None:
        ways["/recent"] = (
            f"go on in a new branch with the last {branch.messages} alone ({branch.after_tokens:,} tokens)"
        )
    if (larger := overflow.larger) is not None and larger.plan.fits:
        ways["/larger"] = f"load the model with a context of {larger.n_ctx:,}: {larger.plan}"
    if overflow.shortened is not None:
        files = [weight for weight in overflow.weights if weight.name]
        names, tokens = ", ".join(weight.name for weight in files), sum(weight.tokens for weight in files)
        ways["/shorten"] = f"make notes of {names} ({tokens:,} tokens, then about {overflow.shortened:,})"
    return ways


def question(overflow: Overflow) -> str:
    """What is asked of the user, in several lines."""
    own = next((weight.tokens for weight in overflow.weights if not weight.name), 0)
    lines = [
        f"This chat has become too long: it needs {overflow.needed:,} tokens and the context holds "
        f"{overflow.n_ctx:,}. Nothing was cut. Choose how to go on:",
        *(f"{command:<13} {meaning}" for command, meaning in offered(overflow).items()),
        f"or say it anew, shorter: the message itself has {own:,} tokens.",
    ]
    if (larger := overflow.larger) is not None and not larger.plan.fits:
        lines.append(f"(A context of {larger.n_ctx:,} {larger.plan}.)")
    return "\n".join(lines)
