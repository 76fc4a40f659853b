"""A real browser on the real pages. One Chromium a module; a visitor is a fresh profile in it."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from seatrial.loop.evidence.actions import claim
from seatrial.loop.evidence.models import Run
from seatrial.loop.worker.execute import Manners, execute
from tests.loop.conftest import PASSWORD, Loop, bea, bo, cy, dee, eve, loop

__all__ = ("Loop", "bea", "bo", "cy", "dee", "eve", "loop")

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver keeps an event loop in the test's own thread
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
NAMES = ("chromium", "chromium-browser", "google-chrome")
Visit = Callable[..., "Visitor"]
SCRIPTS = pytest.mark.parametrize(
    "scripts",
    [
        pytest.param(True, marks=pytest.mark.sqlite_first, id="scripts"),
        pytest.param(False, marks=pytest.mark.postgres_first, id="no scripts"),
    ],
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """Return a function that lets somebody visit: `visit(width=390, scripts=False, dark=True)`."""
    contexts = []

    def arrive(*, width: int = 1280, scripts: bool = True, dark: bool = False) -> Visitor:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Visitor(context.new_page())

    yield arrive
    for context in contexts:
        context.close()


class Visitor:
    """Somebody at a browser; every page that they open must be free of errors in its console."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.trouble: list[str] = []
        page.on("console", lambda said: self.trouble.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.trouble.append(str(error)))

    def goes_to(self, path: str) -> None:
        self.page.goto(path)

    def signs_in(self, email: str, password: str = PASSWORD) -> None:
        self.page.goto("/accounts/login/")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def fills(self, **fields: str) -> None:
        for label, text in fields.items():
            self.page.get_by_label(label.replace("_", " ")).fill(text)

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def reads(self) -> str:
        return self.page.locator("main").inner_text()

    def hindrances(self) -> list[str]:
        """What axe-core finds on the page as it stands, by WCAG 2.2 A and AA."""
        options: dict[str, Any] = {
            "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            "resultTypes": ["violations"],  # or else it describes all that is well, too, node by node
        }
        found = Axe().run(self.page, options=options).response["violations"]
        return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


@pytest.fixture
def workers() -> Callable[[], None]:
    """Return a function that does everything that is owed, in real sandboxes, before it returns."""

    def work_off() -> None:
        while (run := claim("test", (Run.Kind.CHECK,))) is not None:
            execute(run, threading.Event(), Manners(nice=0))

    return work_off
