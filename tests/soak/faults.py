"""Ten kinds of faults that happen to somebody who takes minutes; each returns what was typed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from playwright.async_api import BrowserContext

from tests.soak.chair import Chair
from tests.soak.proxy import Proxy
from tests.soak.site import Site

LONGEST_LOCK = 11  # longer than the page waits for an answer


@dataclass
class Scene:
    """Where a fault happens; `number` counts the faults, so that each kind has its variants."""

    site: Site
    proxy: Proxy
    context: BrowserContext
    number: int
    position: int
    chairs: list[Chair] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"{self.proxy.address}{self.site.draft}?item={self.position}"

    async def chair(self, label: str = "a") -> Chair:
        chair = await Chair.enter(self.context, self.address, f"t{self.number:04}{label}")
        self.chairs.append(chair)
        return chair

    def every(self, times: int) -> bool:
        return self.number // len(KINDS) % times == 0


async def offline(scene: Scene) -> None:
    chair = await scene.chair()
    await chair.write(13)
    await scene.context.set_offline(True)
    await chair.write(20)
    await chair.hears_of_it()
    await chair.write(10)
    await scene.context.set_offline(False)
    await chair.write(9)
    await chair.saved()


async def killed(scene: Scene) -> None:
    """The server dies in the midst of a save, and comes back."""
    chair = await scene.chair()
    await chair.write(15)
    await chair.save()
    scene.site.kill()
    await chair.write(20)
    await chair.save()
    await chair.hears_of_it()
    await asyncio.gather(asyncio.to_thread(scene.site.start), chair.write(17))
    await chair.saved()


async def locked(scene: Scene) -> None:
    """Another connection holds the database; now and then longer than the page waits."""
    chair = await scene.chair()
    await chair.write(15)
    seconds = LONGEST_LOCK if scene.every(7) else 2
    lock = asyncio.create_task(asyncio.to_thread(scene.site.hold_lock, seconds))
    await asyncio.sleep(0.1)
    await chair.save()
    await chair.write(20)
    await lock
    await chair.write(16)
    await chair.saved()


async def session_expired(scene: Scene) -> None:
    """Signing in again, in this tab or in another one, leads back to the text."""
    chair = await scene.chair()
    await chair.write(12)
    await asyncio.to_thread(scene.site.end_sessions)
    await chair.write(15)
    await chair.save()
    await chair.hears_of_it()
    await chair.write(11)
    if scene.every(2):
        other = await Chair.enter(scene.context, scene.address, "")
        await other.sign_in()
        await other.page.close()
    else:
        await chair.page.click("#sign-in")
        await chair.sign_in()
        await chair.look()
    await chair.write(13)
    await chair.saved()


async def slow(scene: Scene) -> None:
    """Answers come late; now and then later than the page waits."""
    chair = await scene.chair()
    await chair.write(13)
    scene.proxy.delay = LONGEST_LOCK if scene.every(7) else 3
    await chair.save()
    await chair.write(20)
    await chair.save()
    await asyncio.sleep(0.5)
    scene.proxy.delay = 0
    await chair.write(18)
    await chair.saved()


async def answer_lost(scene: Scene) -> None:
    """The server saved and nobody heard of it, in the midst of a line; somebody else saves too."""
    chair = await scene.chair()
    await chair.write(15)
    scene.proxy.dropped = 1 + scene.number % 2
    await chair.save()
    await chair.hears_of_it()
    await chair.write(14)
    if scene.every(2):
        other = await scene.chair("b")
        await other.write(5, new_line=True)
        await other.saved()
        await chair.saved()
        await other.page.close()
    await chair.write(21)
    await chair.saved()


async def errors(scene: Scene) -> None:
    chair = await scene.chair()
    await chair.write(13)
    with scene.proxy.failing():
        await chair.write(20)
        await chair.save()
        await chair.hears_of_it()
        await chair.write(10)
    await chair.write(8)
    await chair.saved()


async def two_tabs(scene: Scene) -> None:
    """One person on one item in two tabs, line by line by turns, sometimes both at once."""
    one, two = await scene.chair(), await scene.chair("b")
    for turn in range(3):
        if (scene.number + turn) % 2:
            await asyncio.gather(one.write(9, new_line=True), two.write(9, new_line=True))
        else:
            await one.write(9, new_line=True)
            await one.save()
            await two.write(9, new_line=True)
        await asyncio.gather(one.saved(), two.saved())
    await two.page.close()


async def back(scene: Scene) -> None:
    """Away by the Back button with unsaved text, and forward again."""
    chair = await scene.chair()
    await chair.page.goto(f"{scene.proxy.address}/boards/harbour/")
    await chair.page.goto(scene.address)
    await chair.write(25)
    scene.proxy.is_failing = scene.every(2)
    await chair.page.go_back()
    await chair.page.wait_for_url("**/boards/harbour/")
    await chair.page.go_forward()
    scene.proxy.is_failing = False
    await chair.look()
    await chair.write(25)
    await chair.saved()


async def reload(scene: Scene) -> None:
    """The page is read again with unsaved text, while the server takes saves or does not."""
    chair = await scene.chair()
    await chair.write(25)
    scene.proxy.is_failing = scene.every(2)
    await chair.page.reload()
    scene.proxy.is_failing = False
    await chair.look()
    await chair.write(26)
    await chair.saved()


Fault = Callable[[Scene], Awaitable[None]]
KINDS: tuple[Fault, ...] = (
    offline, killed, locked, session_expired, slow, answer_lost, errors, two_tabs, back, reload,
)  # fmt: skip
