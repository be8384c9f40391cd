/* The page on which minutes are taken: one item at a time, every act by keyboard, the state in words. */

const page = document.getElementById("drafting");
const state = document.getElementById("save-state"), spoken = document.getElementById("spoken-state");
const jump = document.getElementById("jump"), keys = document.getElementById("keys");
const states = new Map();
let told = "";

/* In the order of the agenda, which may change while the page is open. */
const sections = () => [...page.querySelectorAll("section[data-item]")].sort((a, b) => a.dataset.position - b.dataset.position);
const sectionOf = (id) => sections().find((section) => section.dataset.item === id);
const current = () => sections().find((section) => !section.hidden);
const areaOf = (section) => section?.querySelector("form.notes-form textarea");

function show(section, { focus = true, push = true } = {}) {
  if (!section) return;
  document.dispatchEvent(new Event("drafting:save"));
  for (const other of sections()) other.hidden = other !== section;
  markCurrent(section);
  for (const panel of page.querySelectorAll("[data-understood]")) panel.hidden = panel.dataset.understood !== section.dataset.item;
  if (push) history.pushState({}, "", `?item=${section.dataset.position}`);
  if (focus) section.querySelector("textarea").focus();
  tellState();
  section.dispatchEvent(new Event("drafting:shown", { bubbles: true }));
}

function markCurrent(section) {
  for (const link of page.querySelectorAll("[data-leads]")) {
    if (link.dataset.leads === section.dataset.item) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/* Others changed the agenda: the same item is shown, perhaps in another place. */
page.addEventListener("drafting:reordered", () => {
  const section = current();
  if (!section) return;
  markCurrent(section);
  history.replaceState({}, "", `?item=${section.dataset.position}`);
});

const byPosition = (position) => sections().find((section) => section.dataset.position === position);
const step = (by) => show(sections()[sections().indexOf(current()) + by]);

page.addEventListener("click", (event) => {
  const link = event.target.closest("[data-leads]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(sectionOf(link.dataset.leads));
});
addEventListener("popstate", () => show(byPosition(new URLSearchParams(location.search).get("item") || "1"), { push: false }));

/* The four states, in words; spoken only when the kind changes. */
page.addEventListener("drafting:state", (event) => {
  states.set(event.target, event.detail);
  tellState();
});

function tellState() {
  const worst = [...states.values()].find(({ kind }) => kind !== "saved" && kind !== "unsaved" && kind !== "saving");
  const said = worst || states.get(current()) || { kind: "saved", text: page.dataset.unchanged };
  state.textContent = said.text;
  state.dataset.kind = said.kind;
  document.getElementById("sign-in").hidden = said.kind !== "signin";
  const quiet = ["saving", "unsaved"].includes(said.kind);
  if (!quiet && said.kind !== told) { told = said.kind; spoken.textContent = said.text; }
}

/* What was understood, of an own save or of another's: an answer that comes late changes nothing. */
page.addEventListener("drafting:understood", ({ target: section, detail: found }) => {
  const panel = page.querySelector(`[data-understood="${section.dataset.item}"]`);
  const { head, readings } = panel.dataset;
  if (panel.contains(document.activeElement) && document.activeElement.value && document.activeElement.matches("input")) return; /* asked for again */
  if (found.head < Number(head) || (found.head === Number(head) && found.readings < Number(readings))) return;
  Object.assign(panel.dataset, { head: found.head, readings: found.readings });
  fill(panel, found.html);
  const mark = page.querySelector(`[data-leads="${section.dataset.item}"] + .disposition`);
  if (mark) mark.textContent = found.disposition;
});

/* Rendered and escaped by the server. What reads the same stays, with the focus in it and a choice half made. */
const filled = new WeakMap();
function fill(panel, html) {
  const plain = html.replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");
  if (filled.get(panel) !== plain) panel.innerHTML = html;
  filled.set(panel, plain);
}

/* A line becomes an action: its words stay, the caret waits for the owner. */
function toAction() {
  const area = areaOf(current());
  if (!area) return;
  const start = area.value.slice(0, area.selectionStart).lastIndexOf("\n") + 1;
  const end = (area.value + "\n").indexOf("\n", area.selectionStart);
  const [, indent, text] = area.value.slice(start, end).match(/^(\s*)(?:(?:--|[-*•])\s+)?(.*)$/);
  if (/^ACTION\b/.test(text)) return;
  area.setRangeText(`${indent}ACTION : ${text}`, start, end, "end");
  const at = start + indent.length + "ACTION ".length;
  area.setSelectionRange(at, at);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

const follow = (name) => () => document.querySelector(`[data-key="${name}"]:not([hidden] *)`)?.click();
const ACTS = {
  "ctrl+Enter": () => step(1),
  "ctrl+shift+Enter": () => step(-1),
  "ctrl+s": () => document.dispatchEvent(new Event("drafting:save")),
  "ctrl+k": () => openJump(),
  "ctrl+/": () => keys.showModal(),
  "ctrl+shift+/": () => keys.showModal(), /* where / is typed with Shift */
  "alt+a": toAction,
  "alt+d": follow("disposition"),
  "alt+r": follow("roll"),
  "alt+n": follow("add"),
  "alt+h": follow("here"),
};

addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const key = event.altKey ? event.code.replace("Key", "").toLowerCase() : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const name = [(event.ctrlKey || event.metaKey) && "ctrl", event.shiftKey && "shift", event.altKey && "alt", key].filter(Boolean).join("+");
  if (!Object.hasOwn(ACTS, name)) return;
  event.preventDefault();
  ACTS[name]();
});

/* Jump by typing: to an item here, or to a person's page. */
function openJump() {
  jump.showModal();
  const field = jump.querySelector("input");
  field.value = "";
  offer("");
  field.focus();
}

function offer(typed) {
  const wanted = typed.trim().toLowerCase();
  for (const option of jump.querySelectorAll("li")) option.hidden = !option.textContent.toLowerCase().includes(wanted);
}

jump.querySelector("input").addEventListener("input", (event) => offer(event.target.value));
jump.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const first = jump.querySelector("li:not([hidden]) a");
  jump.close();
  first?.click();
});
jump.addEventListener("click", (event) => { if (event.target.closest("a")) jump.close(); });
for (const button of page.querySelectorAll("[data-opens]")) {
  button.addEventListener("click", () => (button.dataset.opens === "keys" ? keys.showModal() : openJump()));
}
page.classList.add("scripted");
tellState();
areaOf(current())?.focus();
