"""A Hub on this machine, with every fault a download must survive; nothing of it is made up for our client.

It speaks the Hub's protocol over real HTTP: HEAD and GET of `/{repo}/resolve/{revision}/{file}` answered with a
redirect to a storage, ranges, `/api/models`, trees and search. Rules spoil answers on demand. By hand:

    python -m tests.loopback_hub FOLDER        serves FOLDER/<org>/<repo>/<file> and prints its address
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import socket
import ssl
import struct
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests import loopback_listing as listing

COMMIT = "c0ffee" * 6 + "beef"
BLOCK = 256 * 1024
HTML = b"<!DOCTYPE html><html><body>Please sign in to this network.</body></html>"


@dataclass
class Rule:
    """One fault. It spoils the next `times` answers to `method` at `where` (hub, cdn, api or any).

    Faults: fin, rst, stall (all after `at` bytes of the body), hang (no answer), ignore_range, flip (the byte
    at `at`), other (a different file of the same size), short (a body without its last `at` bytes), html, status (with
    `status`, `headers` and `body`), redirect (to `location`), moved (another sha256 in the headers),
    sized (`at` bytes in the headers), repacked (an encoding nobody asked for).
    """

    fault: str
    method: str = "GET"
    where: str = "any"
    times: int = 1_000_000
    at: int = 0
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"no"
    location: str = ""


@dataclass
class Seen:
    """One request as it arrived, and what it got."""

    at_s: float
    server: str
    method: str
    path: str
    headers: dict[str, str]
    status: int = 0
    sent_bytes: int = 0


class LoopbackHub:
    """The servers. Use it as a context manager; `url` is the endpoint.

    `cdn`: "same" redirects to a path of the same server, "foreign" to a second server on another address, "none"
    answers with the file itself. `certificate`: (chain, key) files for TLS.
    """

    def __init__(self, cdn: str = "same", certificate: tuple[Path, Path] | None = None, rate: float = 0) -> None:
        self.seen: list[Seen] = []
        self.rules: list[Rule] = []
        self.files: dict[tuple[str, str], bytes | Path] = {}
        self.commits = [COMMIT]
        self.cards: dict[str, dict[str, Any]] = {}  # what a repository's card and listing say besides, by its name
        self.accounts: dict[str, str] = {}  # the names of those who have a token, by it
        self.rate = rate  # bytes a second of one answer; 0 is as fast as it goes
        self._hashes: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()
        self._links = 0
        self.closing = threading.Event()
        self._hub = _Server(self, "127.0.0.1", "hub", certificate)
        self._cdn = _Server(self, "127.0.0.2", "cdn", certificate) if cdn == "foreign" else self._hub
        self.cdn = cdn
        self.url = self._hub.url

    def __enter__(self) -> LoopbackHub:
        for server in {self._hub, self._cdn}:
            server.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        for server in {self._hub, self._cdn}:
            server.end()

    def add(self, repo: str, name: str, content: bytes | Path, *, called: str = "") -> str:
        """Offer a file; returns its sha256, worked out unless it is `called` one."""
        self.files[repo, name] = content
        self._hashes.pop((repo, name), None)
        if called:
            self._hashes[repo, name] = called
        return self.sha256(repo, name)

    def spoil(self, fault: str, **how: Any) -> Rule:
        """Add a rule; see Rule."""
        rule = Rule(fault, **how)
        with self._lock:
            self.rules.append(rule)
        return rule

    def heal(self) -> None:
        """Remove all rules."""
        with self._lock:
            self.rules.clear()

    @property
    def sent_bytes(self) -> int:
        """Of file contents, in all answers."""
        return sum(seen.sent_bytes for seen in list(self.seen))

    def wait_for(self, sent_bytes: int, timeout_s: float = 20) -> None:
        """Block until so many bytes of content have left."""
        ends = time.monotonic() + timeout_s
        while self.sent_bytes < sent_bytes and time.monotonic() < ends:
            self.closing.wait(0.002)
        assert self.sent_bytes >= sent_bytes, "the client has not asked for enough"

    # --- for the handlers ------------------------------------------------------------------------------------------

    def sha256(self, repo: str, name: str) -> str:
        if (repo, name) not in self._hashes:
            digest = hashlib.sha256()
            for block in self.blocks(self.files[repo, name], 0):
                digest.update(block)
            self._hashes[repo, name] = digest.hexdigest()
        return self._hashes[repo, name]

    @staticmethod
    def size(content: bytes | Path) -> int:
        return len(content) if isinstance(content, bytes) else content.stat().st_size

    @staticmethod
    def blocks(content: bytes | Path, start: int) -> Iterator[bytes]:
        if isinstance(content, bytes):
            for offset in range(start, len(content), BLOCK):
                yield content[offset : offset + BLOCK]
            return
        with content.open("rb") as file:
            file.seek(start)
            while block := file.read(BLOCK):
                yield block

    def take(self, method: str, where: str, faults: set[str]) -> Rule | None:
        """The first rule for this answer, used up by one."""
        with self._lock:
            for rule in self.rules:
                if rule.fault in faults and rule.times and rule.method == method and rule.where in (where, "any"):
                    rule.times -= 1
                    return rule
        return None

    def link(self, repo: str, name: str) -> str:
        """A fresh signed address in the storage."""
        with self._lock:
            self._links += 1
            return f"{self._cdn.url}/cdn/{self._links}/{repo}/{name}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, hub: LoopbackHub, address: str, name: str, certificate: tuple[Path, Path] | None) -> None:
        super().__init__((address, 0), _Handler)
        self.hub = hub
        self.name = name
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"{'https' if certificate else 'http'}://{address}:{self.server_port}"
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), name=f"loopback-{name}", daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    wbufsize = 0

    def log_message(self, *_: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        hub = self.server.hub
        self.asked = Seen(time.time(), self.server.name, self.command, self.path, dict(self.headers.items()))
        hub.seen.append(self.asked)
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        if path.startswith("/api/"):
            self._api(path, parse_qs(parts.query))
        elif path.startswith("/cdn/"):
            org, repo, name = path.split("/", 5)[3:]
            self._spoilt("cdn") or self._content(f"{org}/{repo}", name)
        elif "/resolve/" in path:
            repo, _, rest = path.strip("/").partition("/resolve/")
            self._spoilt("hub") or self._resolve(repo, *rest.split("/", 1))
        else:
            self._send(404)

    # --- answers ---------------------------------------------------------------------------------------------------

    def _resolve(self, repo: str, revision: str, name: str) -> None:
        hub = self.server.hub
        content = hub.files.get((repo, name))
        if content is None or revision not in ("main", *hub.commits):
            code = "RepoNotFound" if content is None and not any(r == repo for r, _ in hub.files) else "EntryNotFound"
            self._send(404, {"X-Error-Code": code})
            return
        if hub.cards.get(repo, {}).get("gated") and "Authorization" not in self.headers:
            self._send(401, {"X-Error-Code": "GatedRepo"})
            return
        sha256, size = hub.sha256(repo, name), hub.size(content)
        if hub.take(self.command, "hub", {"moved"}):
            sha256 = hashlib.sha256(b"another file").hexdigest()
        if rule := hub.take(self.command, "hub", {"sized"}):
            size = rule.at
        headers = {
            "X-Repo-Commit": hub.commits[0] if revision == "main" else revision,
            "X-Linked-Size": str(size),
            "X-Linked-Etag": f'"{sha256}"',
            "ETag": f'"{sha256}"',
            "Accept-Ranges": "bytes",
        }
        if hub.cdn == "none":
            self._content(repo, name, headers)
        else:
            self._send(302, {**headers, "Location": hub.link(repo, name)})

    def _content(self, repo: str, name: str, extra: dict[str, str] | None = None) -> None:
        hub = self.server.hub
        content = hub.files[repo, name]
        size, start = hub.size(content), 0
        headers = {"Content-Type": "application/octet-stream", "Accept-Ranges": "bytes", **(extra or {})}
        wanted = self.headers.get("Range", "")
        status = 200
        if wanted.startswith("bytes=") and not hub.take(self.command, "cdn", {"ignore_range"}):
            first, _, last = wanted[6:].partition("-")
            start, whole = int(first), size
            if start >= whole:
                self._send(416, {"Content-Range": f"bytes */{whole}"})
                return
            status = 206
            size = min(whole, int(last) + 1) if last else whole
            headers["Content-Range"] = f"bytes {start}-{size - 1}/{whole}"
        if rule := hub.take(self.command, "cdn", {"other"}):
            content = b"GGUF" + bytes(hub.size(content) - 4)
        short = hub.take(self.command, "cdn", {"short"})
        if hub.take(self.command, "cdn", {"repacked"}):
            headers["Content-Encoding"] = "gzip"
        self.asked.status = status
        self.send_response(status)
        headers["Content-Length"] = str(size - start - (short.at if short else 0))
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "GET":
            rule = hub.take("GET", "cdn", {"fin", "rst", "stall", "flip"})
            self._body(content, start, size - (short.at if short else 0), rule)

    def _body(self, content: bytes | Path, start: int, end: int, rule: Rule | None) -> None:
        hub, at = self.server.hub, start
        cut = rule.at if rule and rule.fault != "flip" else end
        for block in hub.blocks(content, start):
            if rule and rule.fault == "flip" and at <= rule.at < at + len(block):
                spoilt = bytearray(block)
                spoilt[rule.at - at] ^= 0x10
                block = bytes(spoilt)
            block = block[: max(0, min(cut, end) - at)]
            try:
                self.wfile.write(block)
            except OSError:
                self.close_connection = True
                return
            self.asked.sent_bytes += len(block)
            at += len(block)
            if hub.rate:
                hub.closing.wait(len(block) / hub.rate)
            if at >= min(cut, end):
                break
        if rule and rule.fault in ("fin", "rst", "stall") and at < end:
            self._break(rule.fault)

    def _break(self, fault: str) -> None:
        self.close_connection = True
        if fault == "stall":
            self._until_gone()
        elif fault == "rst":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with contextlib.suppress(OSError):
            if fault == "rst":
                self.connection.close()
            else:
                self.connection.shutdown(socket.SHUT_RDWR)

    def _until_gone(self) -> None:
        """Say nothing until the client hangs up or the server ends."""
        self.connection.settimeout(0.05)
        while not self.server.hub.closing.is_set():
            try:
                if not self.connection.recv(1024):
                    return
            except TimeoutError:
                continue
            except OSError:
                return

    def _spoilt(self, where: str) -> bool:
        """Answer as a rule says, if one does."""
        rule = self.server.hub.take(self.command, where, {"hang", "html", "status", "redirect"})
        match rule.fault if rule else "":
            case "hang":
                self.close_connection = True
                self._until_gone()
            case "html":
                self._send(200, {"Content-Type": "text/html; charset=utf-8"}, HTML)
            case "status":
                self._send(rule.status, rule.headers, rule.body)
            case "redirect":
                self._send(302, {"Location": rule.location, **rule.headers})
            case _:
                return False
        return True

    def _api(self, path: str, query: dict[str, list[str]]) -> None:
        hub = self.server.hub
        if self._spoilt("api"):
            return
        parts = path.split("/")[2:]
        repos = sorted({repo for repo, _ in hub.files})
        if parts == ["whoami-v2"]:
            name = hub.accounts.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            self._json(listing.account(name)) if name else self._send(401, {"X-Error-Message": "Invalid credentials"})
        elif parts[:2] == ["v1", "models"]:
            self._modelscope("/".join(parts[2:4]), "/".join(parts[4:]), query)
        elif parts[0] != "models":
            self._send(404)
        elif len(parts) == 1:
            self._json(listing.search(hub, query))
        elif "/".join(parts[1:3]) not in repos:
            self._send(404, {"X-Error-Code": "RepoNotFound"})
        elif parts[3:4] == ["tree"]:
            self._json([listing.entry(hub, repo, name) for repo, name in hub.files if repo == "/".join(parts[1:3])])
        else:
            self._json(listing.model(hub, "/".join(parts[1:3]), blobs="blobs" in query))

    def _modelscope(self, repo: str, what: str, query: dict[str, list[str]]) -> None:
        """The same repositories under the addresses of ModelScope: a listing, and the bytes behind a redirect."""
        hub = self.server.hub
        names = [name for of, name in hub.files if of == repo and query.get("Revision") == ["master"]]
        wanted = query.get("FilePath", [""])[0]
        if what == "repo/files" and names:
            self._json(listing.modelscope(hub, repo, names))
        elif what == "repo" and wanted in names:
            self._spoilt("hub") or self._send(302, {"Location": hub.link(repo, wanted)})
        else:
            self._send(404, {"Content-Type": "application/json"}, b'{"Code":10010205001,"Success":false}')

    def _json(self, value: Any) -> None:
        self._send(200, {"Content-Type": "application/json"}, json.dumps(value).encode())

    def _send(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        self.asked.status = status
        self.send_response(status)
        for key, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command != "HEAD":
            with contextlib.suppress(OSError):
                self.wfile.write(body)


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    with LoopbackHub() as hub:
        for path in sorted(folder.glob("*/*/*.gguf")):
            org, repo, name = path.relative_to(folder).parts
            sys.stderr.write(f"{org}/{repo} {name} {hub.add(f'{org}/{repo}', name, path)}\n")
        sys.stdout.write(f"{hub.url}\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
