"""Colours for code: Pygments tokens to the five colours of the theme."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Literal, Name, Number, Operator, String
from pygments.token import _TokenType as TokenType
from pygments.util import ClassNotFound

# What people ask for; a closed list keeps the installed program small.
LANGUAGES = frozenset({
    "bash", "batch", "c", "cmake", "cpp", "csharp", "css", "diff", "docker", "dockerfile", "go", "html",
    "http", "ini", "java", "javascript", "js", "json", "jsx", "kotlin", "lua", "make", "makefile", "markdown",
    "md", "nginx", "php", "powershell", "python", "py", "r", "ruby", "rust", "scala", "sh", "shell", "sql",
    "swift", "toml", "ts", "tsx", "typescript", "xml", "yaml", "yml",
})  # fmt: skip
LARGEST_LINES = 2000
_KINDS: tuple[tuple[TokenType, str], ...] = (
    (Comment, "comment"),
    (String.Doc, "string"),
    (String, "string"),
    (Number, "number"),
    (Literal, "string"),
    (Keyword.Constant, "number"),
    (Keyword, "keyword"),
    (Operator.Word, "keyword"),
    (Name.Function, "name_"),
    (Name.Class, "name_"),
    (Name.Tag, "name_"),
    (Name.Attribute, "name_"),
    (Name.Builtin, "name_"),
    (Name.Decorator, "name_"),
)
EXTENSIONS = {
    "bash": "sh", "shell": "sh", "sh": "sh", "batch": "bat", "powershell": "ps1", "python": "py", "javascript": "js",
    "typescript": "ts", "csharp": "cs", "kotlin": "kt", "ruby": "rb", "rust": "rs", "markdown": "md", "yaml": "yml",
    "makefile": "mk", "make": "mk", "dockerfile": "Dockerfile", "docker": "Dockerfile", "nginx": "conf", "text": "txt",
    "": "txt",
}  # fmt: skip


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    if language not in LANGUAGES:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def coloured(code: str, language: str) -> Iterator[tuple[int, int, str]]:
    """(start, length, token colour) of every run of `code` that is not plain; in UTF-16, as Qt counts."""
    lexer = _lexer(language)
    if lexer is None or code.count("\n") > LARGEST_LINES:
        return
    # Qt counts in UTF-16: what lies beyond its first plane takes two places.
    wide = [at for at, character in enumerate(code) if character > "\uffff"]
    for start, kind, text in lexer.get_tokens_unprocessed(code):
        colour = _colour(kind)
        if colour and text:
            end = start + len(text)
            shift = bisect_left(wide, start)
            yield start + shift, end - start + bisect_left(wide, end) - shift, colour


@lru_cache(maxsize=512)
def _colour(kind: TokenType) -> str:
    return next((colour for family, colour in _KINDS if kind in family), "")  # type: ignore[comparison-overlap]


def extension(language: str) -> str:
    """What a saved code block's file name ends in."""
    return EXTENSIONS.get(language, language if language in LANGUAGES else "txt")
