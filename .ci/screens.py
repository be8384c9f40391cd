"""A picture of every page at three widths, light and dark, from the demo board.

Starts a server of its own on a database of its own, and ends it.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
CHROMIUM = "/usr/bin/chromium"
BOARD = "/boards/harbour/"
PAGES = {
    "sign-in": "/accounts/login/",
    "home": "/",
    "access": "/help/access/",
    "mail-preferences": "/mail/preferences/",
    "outbox": "/outbox/",
    "board": BOARD,
    "meetings": f"{BOARD}meetings/",
    "actions": f"{BOARD}actions/",
    "action": f"{BOARD}actions/2/",
    "resolutions": f"{BOARD}resolutions/",
    "resolutions-ballot": f"{BOARD}resolutions/?votes=ballot",
    "people": f"{BOARD}people/",
    "person-edit": f"{BOARD}people/3/edit/",
    "person-merge": f"{BOARD}people/5/merge/?into=3",
    "organisations": f"{BOARD}organisations/",
    "not-found": "/boards/nowhere/",
}
# Pages whose address depends on the day: the first link in the list that matches.
LINKED = {
    "agenda": (f"{BOARD}meetings/", "tbody tr:nth-child(1) a"),
    "minutes-draft": (f"{BOARD}meetings/", "tbody tr:nth-child(2) a"),
    "minutes": (f"{BOARD}meetings/", "tbody tr:nth-child(4) a"),
    "resolution-voted": (f"{BOARD}resolutions/?votes=ballot", "tbody .number"),
    "resolution": (f"{BOARD}resolutions/", "tbody tr:last-child .number"),
    "person": (f"{BOARD}people/?name=Tomas", "tbody a"),
    "organisation": (f"{BOARD}organisations/?name=Northwind", "tbody a"),
}


@contextmanager
def demo_server(folder: str) -> Iterator[None]:
    env = os.environ | {"DEMO": "1", "VAR_DIR": folder}
    env.pop("DATABASE_URL", None)
    manage = [sys.executable, "manage.py"]
    for command in (
        ["migrate", "-v0"],
        ["createcachetable"],
        ["load_demo"],
        ["collectstatic", "--noinput", "-v0"],
    ):
        subprocess.run([*manage, *command], env=env, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "boardapp.wsgi",
            "--bind",
            f"127.0.0.1:{PORT}",
            "--threads",
            "4",
            "--log-level",
            "warning",
        ],
        env=env,
    )
    try:
        wait_until_alive()
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_until_alive() -> None:
    for _attempt in range(100):
        try:
            urllib.request.urlopen(f"{ADDRESS}/healthz", timeout=2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The demo server did not start.")


def sign_in(page: Page, name: str) -> None:
    page.goto(f"{ADDRESS}/accounts/login/")
    page.fill("#id_login", name)
    page.fill("#id_password", "demo")
    page.click("button.primary")
    page.wait_for_url(f"{ADDRESS}/")


def take_pictures(page: Page, folder: Path) -> None:
    addresses = {name: f"{ADDRESS}{path}" for name, path in PAGES.items()}
    for name, (path, link) in LINKED.items():
        page.goto(f"{ADDRESS}{path}")
        addresses[name] = page.locator(link).first.evaluate("a => a.href")
    for name, address in addresses.items():
        if name == "sign-in":
            continue
        shoot(page, folder, name, address)


def shoot(page: Page, folder: Path, name: str, address: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as var,
        demo_server(var),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking"],
        )
        page = browser.new_page()
        shoot(page, folder, "sign-in", f"{ADDRESS}{PAGES['sign-in']}")
        sign_in(page, "secretary")
        take_pictures(page, folder)
        browser.close()
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures in {folder}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
