"""What a page looks like on a phone and on a desk, light and dark."""

from axe_playwright_python.sync_playwright import Axe

WINDOWS = [(width, scheme) for width in (320, 1280) for scheme in ("light", "dark")]
SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
VIOLATIONS = """axe.run({resultTypes: ["violations"]}).then(
  result => result.violations.map(one => `${one.id}: ${one.nodes[0].target}`)
)"""


def findings(page):
    """What axe finds, and what is wider than the window, once the page is there."""
    page.wait_for_load_state()
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = [f"{wider}px wider than the window"] if wider > 0 else []
    return found + page.evaluate(VIOLATIONS)


def findings_everywhere(page):
    """The same in each window, without loading the page again."""
    found = []
    for width, scheme in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        found += [f"{width} {scheme}: {finding}" for finding in findings(page)]
    return found
