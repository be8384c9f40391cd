/* What others do comes in by asking: every three seconds while the page is seen, once a minute while
   it is not. A field that somebody is typing in is left alone. */

const page = document.getElementById("drafting");
const SEEN = 3000, HIDDEN = 60000, JUST_TYPED = 5000;
const headers = { Accept: "application/json" };
const shown = new WeakMap();
let typedAt = 0, tag = "", items = [], agenda;

page.addEventListener("input", () => { typedAt = Date.now(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
/* At once, too: a page that was read while its last save was on the way shows an older text. */
(function again() {
  ask().finally(() => setTimeout(again, document.hidden ? HIDDEN : SEEN));
})();

async function ask() {
  const response = await fetch(`${page.dataset.meeting}state/`, { headers: tag ? { ...headers, "If-None-Match": tag } : headers }).catch(() => null);
  if (response?.status === 200) {
    tag = response.headers.get("ETag") || "";
    const found = await response.json();
    ({ items, agenda } = found);
    showQuorum(found.quorum);
  } else if (response?.status !== 304) {
    return;
  }
  /* also what was left alone before */
  page.dispatchEvent(new CustomEvent("drafting:agenda", { detail: agenda }));
  for (const item of items) await follow(item);
}

/* Rendered and escaped by the server. What reads the same stays: nothing is said twice. */
function showQuorum(quorum) {
  if (!quorum) return;
  put(page.querySelector("[data-quorum]"), quorum.html);
  for (const place of page.querySelectorAll("[data-turns]")) put(place, quorum.turns[place.dataset.turns] || "");
}

function put(place, html) {
  if (place && shown.get(place) !== html) place.innerHTML = html;
  if (place) shown.set(place, html);
}

async function follow(item) {
  const section = page.querySelector(`section[data-item="${item.id}"]`);
  const panel = page.querySelector(`[data-understood="${item.id}"]`);
  if (!section || !panel) return;
  const mark = page.querySelector(`[data-leads="${item.id}"] + .disposition`);
  if (mark) mark.textContent = item.disposition;
  const { head, readings } = panel.dataset;
  if (item.head <= Math.min(section.dataset.head, head) && item.readings <= Number(readings)) return;
  if (!section.hidden && Date.now() - typedAt < JUST_TYPED) return;
  const response = await fetch(`${page.dataset.meeting}items/${item.id}/state/`, { headers }).catch(() => null);
  if (!response?.ok) return;
  const found = await response.json();
  section.dispatchEvent(new CustomEvent("drafting:take", { detail: found }));
  section.dispatchEvent(new CustomEvent("drafting:understood", { bubbles: true, detail: found }));
}
