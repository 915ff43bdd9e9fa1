"""Reads mail (.eml) and saved web pages (.mhtml): the head, the text, and the names of what is attached.

The plain text is read where there is one, else the HTML; a forwarded mail is read in its place. Attachments are
named and not read.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Any

from models.documents import html
from models.documents.encodings import encoding_of, reads
from models.documents.flow import Flow

_HEAD = ("From", "To", "Cc", "Date")
_DEEPEST = 5
# What the parser of the standard library lets out on heads that are no heads.
_FAULTS = (ValueError, TypeError, LookupError, AttributeError, AssertionError)


def read(data: bytes, flow: Flow, *, encoding: str | None = None, language: str = "en") -> None:
    """Write the mail into `flow`; `encoding` overrides what the mail says of itself."""
    _Mail(flow, encoding, language).message(message_from_bytes(data, policy=policy.default), 0)


class _Mail:
    def __init__(self, flow: Flow, encoding: str | None, language: str) -> None:
        self._flow = flow
        self._encoding = encoding
        self._language = language

    def message(self, message: EmailMessage, depth: int) -> None:
        """A mail and what is in it, down to mails forwarded in forwarded mails."""
        if subject := _header(message, "Subject"):
            self._flow.heading(1 + depth, subject)
        for name in _HEAD:
            if value := _header(message, name):
                self._flow.line(f"{name}: {value}")
        if (body := _body(message)) is not None:
            self._text(body)
        for part in _attachments(message):
            self._attachment(part, depth)

    def _attachment(self, part: EmailMessage, depth: int) -> None:
        kind, name = part.get_content_type(), _file_name(part)
        if kind == "message/rfc822" and depth < _DEEPEST:
            for inner in part.iter_parts():
                if isinstance(inner, EmailMessage):
                    self.message(inner, depth + 1)
        elif kind.startswith("text/") and not name and not part.is_attachment():
            self._text(part)  # what a mailing list adds below
        elif kind.startswith("image/") and not part.is_attachment():
            self._flow.omit("pictures")
        else:
            self._flow.line(f"Attachment: {name or kind}")
            self._flow.omit("attachments", name=name)

    def _text(self, part: EmailMessage) -> None:
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            return
        declared = part.get_content_charset()
        encoding = self._encoding or (declared if declared and reads(data, declared) else None)
        encoding = encoding or encoding_of(data, language=self._language) or "utf-8"
        self._flow.encoding = self._flow.encoding or encoding
        text = data.decode(encoding, "replace")
        if part.get_content_type() == "text/html":
            html.read(text, self._flow, titled=False)
        else:
            self._flow.paragraph(text.replace("\r\n", "\n"))


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message[name] or "").split())
    except _FAULTS:
        return ""


def _body(message: EmailMessage) -> EmailMessage | None:
    try:
        found = message.get_body(("plain", "html"))
    except _FAULTS:
        return None
    return found if isinstance(found, EmailMessage) else None


def _attachments(message: EmailMessage) -> list[EmailMessage]:
    try:
        parts: list[Message[Any, Any]] = list(message.iter_attachments())
    except _FAULTS:
        return []
    return [part for part in parts if isinstance(part, EmailMessage)]


def _file_name(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except _FAULTS:
        return ""
