"""A browser of the poorest kind: reads pages, signs in, uploads, hands in."""

import re
import socket
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from seatrial.loop.candidacy.models import Candidacy


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until a server answers there."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server never answered")


class Visitor:
    """Somebody with cookies."""

    def __init__(self, port: int, candidacy: Candidacy, evening: str) -> None:
        self.candidacy, self.evening = candidacy, evening
        self._root = f"http://127.0.0.1:{port}"
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def reads(self, address: str) -> str:
        """Return a page."""
        with self._browser.open(f"{self._root}{address}", timeout=120) as page:
            return str(page.read().decode())

    def signs_in(self, email: str, password: str) -> None:
        """Come in as a member."""
        self._posts("/accounts/login/", self._token("/accounts/login/"), {"login": email, "password": password})

    def send(self, archive: bytes) -> None:
        """Upload an archive as the candidate."""
        token = self._token(self.evening)
        part = '--edge\r\nContent-Disposition: form-data; name="'
        body = (
            (
                f'{part}csrfmiddlewaretoken"\r\n\r\n{token}\r\n{part}archive"; filename="feature.zip"\r\n'
                "Content-Type: application/zip\r\n\r\n"
            ).encode()
            + archive
            + b"\r\n--edge--\r\n"
        )
        self._open(f"{self.evening}send/", body, "multipart/form-data; boundary=edge")

    def hand_in(self) -> None:
        """Hand in what was uploaded."""
        found = re.search(r'href="([^"]+/hand-in/)"', self.reads(self.evening))
        address = found[1] if found else f"{self.evening}{self.candidacy.submissions.get().uid}/hand-in/"
        self._posts(address, self._token(address), {"hours": "3"})

    def _token(self, address: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.reads(address))
        assert found is not None, address
        return found[1]

    def _posts(self, address: str, token: str, filled: dict[str, str]) -> None:
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **filled}).encode()
        self._open(address, body, "application/x-www-form-urlencoded")

    def _open(self, address: str, body: bytes, kind: str) -> None:
        headers = {"Content-Type": kind, "Referer": f"{self._root}/"}
        self._browser.open(urllib.request.Request(f"{self._root}{address}", body, headers), timeout=120).close()
