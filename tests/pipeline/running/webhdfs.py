"""A folder that is reached by URL alone, served as Hadoop's file systems are: by WebHDFS.

What Hadoop's client, which is Spark's, asks of it; on 127.0.0.1, for as long as a test takes.
Source: https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-hdfs/WebHDFS.html
"""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_PREFIX = "/webhdfs/v1"


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Counter[str]]]:
    """Serve a folder. Give the URL that has it, and how often each operation was asked."""
    asked: Counter[str] = Counter()
    handler = type("Handler", (_WebHdfs,), {"folder": folder, "asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"webhdfs://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()


class _WebHdfs(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder: Path
    asked: Counter[str]

    def do_GET(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""

    def _answer(self) -> None:
        url = urlsplit(self.path)
        told = {name.lower(): values[0] for name, values in parse_qs(url.query).items()}
        self.asked[told["op"]] += 1
        path = self._place(url.path.removeprefix(_PREFIX))
        try:
            getattr(self, f"_{told['op'].lower()}")(path, told)
        except AttributeError:
            self._refuse(400, "java.lang.UnsupportedOperationException", told["op"])
        except FileNotFoundError:
            self._refuse(404, "java.io.FileNotFoundException", str(path))

    def _place(self, path: str) -> Path:
        return self.folder / unquote(path).strip("/")

    def _getfilestatus(self, path: Path, _: dict[str, str]) -> None:
        self._tell({"FileStatus": _status(path, "")})

    def _liststatus(self, path: Path, _: dict[str, str]) -> None:
        found = (
            [_status(path, "")]
            if path.is_file()
            else [_status(below, below.name) for below in sorted(path.iterdir())]
        )
        self._tell({"FileStatuses": {"FileStatus": found}})

    def _getfileblocklocations(self, _path: Path, _: dict[str, str]) -> None:
        self._tell({"BlockLocations": {"BlockLocation": []}})

    def _open(self, path: Path, told: dict[str, str]) -> None:
        with path.open("rb") as file:
            file.seek(int(told.get("offset", 0)))
            self._send(200, file.read(int(told.get("length", -1))))

    def _create(self, path: Path, told: dict[str, str]) -> None:
        if "data" not in told:
            host = self.headers["Host"]
            return self._send(307, b"", Location=f"http://{host}{self.path}&data=true")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self._body())
        return self._send(201, b"")

    def _mkdirs(self, path: Path, _: dict[str, str]) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._tell({"boolean": True})

    def _rename(self, path: Path, told: dict[str, str]) -> None:
        target = self._place(told["destination"])
        target = target / path.name if target.is_dir() else target
        path.rename(target)
        self._tell({"boolean": True})

    def _delete(self, path: Path, _: dict[str, str]) -> None:
        there = path.exists()
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        self._tell({"boolean": there})

    def _setpermission(self, _path: Path, _: dict[str, str]) -> None:
        self._send(200, b"")

    def _body(self) -> bytes:
        if length := self.headers.get("Content-Length"):
            return self.rfile.read(int(length))
        body = bytearray()
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return bytes(body)

    def _tell(self, told: dict[str, Any], status: int = 200) -> None:
        self._send(status, json.dumps(told).encode())

    def _refuse(self, status: int, kind: str, message: str) -> None:
        name = kind.rpartition(".")[2]
        told = {"exception": name, "javaClassName": kind, "message": message}
        self._tell({"RemoteException": told}, status)

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        """Without a type: PySpark's Hadoop leaves out what would read it."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _status(path: Path, name: str) -> dict[str, Any]:
    found = path.stat()
    return {
        "pathSuffix": name,
        "type": "DIRECTORY" if path.is_dir() else "FILE",
        "length": 0 if path.is_dir() else found.st_size,
        "modificationTime": int(found.st_mtime * 1000),
        "accessTime": int(found.st_atime * 1000),
        "blockSize": 128 * 1024 * 1024,
        "replication": 1,
        "owner": "spark",
        "group": "spark",
        "permission": "755",
    }
