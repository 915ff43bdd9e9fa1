"""XML from files of unknown origin, node by node, without document types and without namespaces.

A document type is where entities come from (the "billion laughs", files of the machine); no Office program writes
one, so any is refused before the root element begins. Names are local ones, since the strict and the transitional
form of Office XML differ in nothing but namespaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser
from xml.parsers import expat

from models.errors import FileDamaged

Node = Element
_OUT_OF_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]


class _TypeDeclared(Exception):
    """The XML has a document type."""


def parse(name: str, part: str, blocks: Iterable[bytes], *, starts: bool = False) -> Iterator[tuple[str, Node]]:
    """("end", node) for each node, and ("start", node) too with `starts`. The caller clears what it has used.

    Raises: FileDamaged.
    """
    parser: XMLPullParser[Node] = XMLPullParser(("start", "end") if starts else ("end",))
    prolog: _Prolog | None = _Prolog()
    with _damage_named(name, part):
        for block in blocks:
            if prolog is not None and prolog.ends_in(block):
                prolog = None
            parser.feed(block)
            yield from _local(parser)
        parser.close()
    yield from _local(parser)


def scan(name: str, part: str, blocks: Iterable[bytes], parser: expat.XMLParserType) -> None:
    """Send a part through a parser whose handlers the caller has set, where making nodes would take too long.

    Names come with their prefixes. Raises: FileDamaged.
    """
    parser.StartDoctypeDeclHandler = _refuse
    with _damage_named(name, part):
        for block in blocks:
            parser.Parse(block, False)
        parser.Parse(b"", True)


@contextmanager
def _damage_named(name: str, part: str) -> Iterator[None]:
    try:
        yield
    except _TypeDeclared as error:
        raise FileDamaged(
            name=name, detail=f"its part {part[:80]} declares a document type, as no Office program does."
        ) from error
    except (ParseError, expat.ExpatError) as error:
        if error.code == _OUT_OF_MEMORY:
            raise MemoryError from error
        raise FileDamaged(name=name, detail=f"its part {part[:80]} is not well-formed XML.") from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise FileDamaged(name=name, detail=f"its part {part[:80]} is in an unknown encoding.") from error


def _refuse(*_: object) -> None:
    raise _TypeDeclared


def _local(parser: XMLPullParser[Node]) -> Iterator[tuple[str, Node]]:
    events = cast(Iterator[tuple[str, Node]], parser.read_events())  # other events have other values
    for event, node in events:
        tag = node.tag
        if tag[:1] == "{":
            node.tag = tag[tag.index("}") + 1 :]
        yield event, node


def attribute(node: Node, name: str) -> str | None:
    """An attribute by its local name, in whatever namespace."""
    value = node.get(name)
    if value is not None:
        return value
    ending = "}" + name
    return next((value for key, value in node.items() if key.endswith(ending)), None)


class _Prolog:
    """Looks at what stands before the root element."""

    def __init__(self) -> None:
        self._over = False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.StartElementHandler = self._end

    def ends_in(self, block: bytes) -> bool:
        """Whether the root element begins in this block. Raises: _TypeDeclared; ExpatError."""
        self._parser.Parse(block, False)
        return self._over

    def _end(self, *_: object) -> None:
        self._over = True
