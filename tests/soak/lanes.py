"""Faults one after another in a lane; several lanes side by side, each with its own server."""

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from playwright.async_api import Browser, Error, async_playwright

from tests.soak.chair import CHROMIUM, QUIET, Chair
from tests.soak.faults import KINDS, Fault, Scene
from tests.soak.proxy import Proxy
from tests.soak.site import Site

WORD = re.compile(r"t\d{4}[ab]x\d{3}")
LONGEST_FAULT = 90
LONGEST_SAFE_WORD = 5.0


@dataclass
class Count:
    """Words typed and what became of them, over many faults."""

    faults: Counter[str] = field(default_factory=Counter)
    typed: int = 0
    found: int = 0
    doubled: int = 0
    lost: int = 0
    out_of_order: int = 0
    astray: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    slowest_word: float = 0
    in_items: dict[int, list[str]] = field(default_factory=dict)

    @property
    def is_kept(self) -> bool:
        """And the page said in time that something was not saved."""
        return self.is_whole and not self.failed and self.slowest_word <= LONGEST_SAFE_WORD

    @property
    def is_whole(self) -> bool:
        return not self.doubled and not self.lost and not self.out_of_order

    def add(self, chairs: Sequence[Chair], item: int, text: str) -> None:
        for chair in chairs:
            self.slowest_word = max(self.slowest_word, chair.slowest_word)
            self.look_for(chair.typed, text)
            found = set(chair.typed) & set(WORD.findall(text))
            self.in_items.setdefault(item, []).extend(found)

    def look_for(self, typed: list[str], text: str) -> None:
        wanted = set(typed)
        there = [word for word in WORD.findall(text) if word in wanted]
        self.typed += len(typed)
        self.found += len(set(there))
        self.doubled += len(there) - len(set(there))
        self.lost += len(wanted - set(there))
        places = {word: number for number, word in enumerate(typed)}
        astray = [b for a, b in pairwise(dict.fromkeys(there)) if places[b] < places[a]]
        self.out_of_order += len(astray)
        self.astray += astray

    def look_again(self, notes: dict[int, str]) -> None:
        """At the end: words of earlier faults are still there."""
        for item, found in self.in_items.items():
            self.lost += len(set(found) - set(WORD.findall(notes[item])))

    def figures(self) -> str:
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(self.faults.items()))
        failed = f", {len(self.failed)} faults failed: {'; '.join(self.failed[:3])}"
        return (
            f"{self.faults.total()} faults ({kinds}); {self.typed:,} words typed, "
            f"{self.found:,} found, {self.doubled} doubled, {self.lost} lost, "
            f"{self.out_of_order} out of order; not saved is said after {self.slowest_word:.1f} s "
            f"at most{failed if self.failed else ''}"
        )


async def lane(browser: Browser, site: Site, kinds: Sequence[Fault], first: int) -> Count:
    """The faults of one lane, in one browser context, on a server that is its own."""
    count = Count()
    proxy = Proxy(site.port)
    await proxy.start()
    await asyncio.to_thread(site.start)
    context = await browser.new_context()
    try:
        door = await Chair.enter(context, f"{proxy.address}{site.draft}", "")
        await door.sign_in()
        await door.page.close()
        for step, fault in enumerate(kinds):
            scene = Scene(site, proxy, context, first + step, step % len(site.items) + 1)
            await one_fault(scene, fault, count)
        count.look_again(site.notes())
    finally:
        await context.close()
        await proxy.stop()
        await asyncio.to_thread(site.kill)
    return count


async def one_fault(scene: Scene, fault: Fault, count: Count) -> None:
    item = scene.site.items[scene.position - 1]
    try:
        async with asyncio.timeout(LONGEST_FAULT):
            await fault(scene)
    except (Error, TimeoutError) as error:
        words = str(error).split("\n", 1)[0] or type(error).__name__
        count.failed.append(f"{fault.__name__} {scene.number}: {words}")
        await recover(scene)
    count.faults[fault.__name__] += 1
    count.add(scene.chairs, item, scene.site.notes()[item])
    for page in scene.context.pages:
        await page.close()


async def recover(scene: Scene) -> None:
    """So that one failed fault does not spoil those after it."""
    scene.proxy.is_failing, scene.proxy.delay, scene.proxy.dropped = False, 0, 0
    await scene.context.set_offline(False)
    if scene.site.process is None:
        await asyncio.to_thread(scene.site.start)


def run_lanes(sites: Sequence[Site], plans: Sequence[Sequence[Fault]]) -> list[Count]:
    return asyncio.run(_run_lanes(sites, plans))


async def _run_lanes(sites: Sequence[Site], plans: Sequence[Sequence[Fault]]) -> list[Count]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        starts = [sum(len(plan) for plan in plans[:n]) for n in range(len(plans))]
        lanes = [lane(browser, *one) for one in zip(sites, plans, starts, strict=True)]
        try:
            return list(await asyncio.gather(*lanes))
        finally:
            await browser.close()


def joined(counts: Sequence[Count]) -> Count:
    whole = Count()
    for count in counts:
        whole.faults += count.faults
        whole.typed += count.typed
        whole.found += count.found
        whole.doubled += count.doubled
        whole.lost += count.lost
        whole.out_of_order += count.out_of_order
        whole.failed += count.failed
        whole.slowest_word = max(whole.slowest_word, count.slowest_word)
    return whole


def evenly(first: int, faults: int) -> list[Fault]:
    """So many of all kinds by turns, from the first of a lane on."""
    return [KINDS[number % len(KINDS)] for number in range(first, first + faults)]
