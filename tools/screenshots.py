"""Draws the pictures of the docs anew: runs the demo, walks through it in Chromium, and writes docs/pictures/*.png.

    make screenshots

The sample company is made anew each time by the demo itself, so the pictures show what a visitor of the demo sees.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path("docs/pictures")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-background-networking"]
SIZE = {"width": 1000, "height": 700}
DOOR = re.compile(r"^  (?P<who>\S.*?)\s+(?P<address>http://\S+)$")


def main() -> None:
    """Draw every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        sys.exit("screenshots: no Chromium found; run make setup-for-tests")
    with demo() as doors, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path, args=FLAGS)
        lead, panelist = (browser.new_page(viewport=SIZE, color_scheme="light") for _ in range(2))
        lead.goto(doors["lead, Cy Chen"])
        panelist.goto(doors["panelist, Bea Baum"])
        draw_lead(lead)
        draw_panelist(panelist)
        browser.close()


@contextmanager
def demo() -> Iterator[Mapping[str, str]]:
    """Serve the sample company, and return the addresses by which people come in."""
    with tempfile.TemporaryDirectory(prefix="seatrial-pictures-") as out:
        command = [sys.executable, "-m", "seatrial.cli", "demo", "--out", out, "--port", "0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603  -- our own command
        try:
            yield said_doors(server)
        finally:
            server.terminate()
            server.wait()


def said_doors(server: "subprocess.Popen[str]") -> Mapping[str, str]:
    """Read what the demo says until everybody's door has been named."""
    assert server.stdout is not None
    doors = {}
    for line in server.stdout:
        if found := DOOR.match(line.rstrip()):
            doors[found["who"]] = found["address"]
        if "Ctrl-C ends it" in line:
            return doors
    sys.exit("screenshots: the demo ended before it served anything")


def draw_lead(page: Page) -> None:
    """Draw what a lead sees: a board, the set-up, a candidate, a debrief."""
    page.locator("ul.cards h2 a").first.click()
    shoot(page, "board")
    board = page.url
    page.get_by_role("link", name="Set-up").click()
    page.get_by_role("link", name="Stages").first.click()
    shoot(page, "stages")
    page.goto(board)
    page.get_by_role("link", name="Ann Archer").click()
    shoot(page, "candidate")
    page.get_by_role("link", name="To the debrief").click()
    shoot(page, "debrief")


def draw_panelist(page: Page) -> None:
    """Draw what a panelist sees: what waits for them, and a scorecard beside its guide."""
    shoot(page, "my-work")
    page.get_by_role("link", name="Go on").or_(page.get_by_role("button", name="Begin")).first.click()
    shoot(page, "scorecard")


def shoot(page: Page, name: str) -> None:
    """Keep what stands in the window, without the notices of signing in."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
    print(f"{PICTURES / name}.png")


if __name__ == "__main__":
    main()
