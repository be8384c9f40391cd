"""Somebody who takes minutes in a real browser, and remembers every word typed."""

import asyncio
import time
from dataclasses import dataclass, field

from playwright.async_api import BrowserContext, Page

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
FIELD = "section[data-item]:not([hidden]) form.notes-form textarea"
IN_A_LINE = 10
PATIENCE = 45_000


@dataclass
class Chair:
    """One open page. `typed` holds the marked words of this page in the order they were typed."""

    page: Page
    address: str
    mark: str
    typed: list[str] = field(default_factory=list)
    slowest_word: float = 0

    @classmethod
    async def enter(cls, context: BrowserContext, address: str, mark: str) -> "Chair":
        page = await context.new_page()
        # Not awaited: a page that closes meanwhile has no question any more.
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
        chair = cls(page, address, mark)
        await page.goto(address)
        return chair

    async def sign_in(self) -> None:
        await self.page.fill("#id_login", "secretary")
        await self.page.fill("#id_password", "demo")
        await self.page.click("button.primary")
        await self.page.wait_for_url("**/draft/**")

    async def write(self, words: int, *, new_line: bool = False) -> None:
        """Marked words at the end of the text, the first of a line letter by letter."""
        field_ = self.page.locator(FIELD)
        await field_.focus()
        keyboard = self.page.keyboard
        await keyboard.press("Control+End")
        if new_line and await field_.input_value():
            await keyboard.press("Enter")
        for number in range(words):
            word = f"{self.mark}x{len(self.typed):03}"
            is_first = len(self.typed) % IN_A_LINE == 0 or (new_line and number == 0)
            if is_first:
                text = "- " if new_line and number == 0 else "\n- "
                await keyboard.type(text + word)
            else:
                await keyboard.insert_text(f" {word}")
            self.typed.append(word)

    async def hears(self, *kinds: str) -> None:
        """Waits until the page says so, in one of its states."""
        said = ", ".join(f'#save-state[data-kind="{kind}"]' for kind in kinds)
        await self.page.locator(said).wait_for(timeout=PATIENCE)

    async def hears_of_it(self) -> None:
        """Not saved: how long the page takes to say so."""
        start = time.monotonic()
        await self.hears("retrying", "signin")
        self.slowest_word = max(self.slowest_word, time.monotonic() - start)

    async def look(self) -> None:
        """Nobody types in the first half second after a page has come."""
        await asyncio.sleep(0.5)

    async def save(self) -> None:
        await self.page.keyboard.press("Control+s")

    async def saved(self) -> None:
        await self.page.locator(FIELD).focus()
        await self.save()
        await self.hears("saved")

    async def shown(self) -> str:
        return await self.page.locator(FIELD).input_value()
