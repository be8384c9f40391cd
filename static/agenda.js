/* The agenda follows while the page is open: items that others add, split, move, rename or drop. No text
   and no caret is touched; what was typed in an item that was dropped stays until it is thrown away. */

const page = document.getElementById("drafting");
const sheets = page.querySelector(".sheets"), panels = page.querySelector(".understood");
const sectionOf = (id, within = page) => within.querySelector(`section[data-item="${id}"]`);
let isAsking = false;

page.addEventListener("drafting:agenda", async ({ detail }) => {
  if (detail === page.dataset.agenda || isAsking) return;
  isAsking = true;
  await bring().finally(() => { isAsking = false; });
});

async function bring() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("drafting");
  if (!fresh || fresh.dataset.kept !== page.dataset.kept) return; /* nobody, or another person, is signed in by now */
  if (!sheets) return page.contains(document.activeElement) || location.reload();
  const isWhole = [...page.querySelectorAll("[data-follows]")].map((part) => isReplaced(part, fresh)).every(Boolean);
  for (const section of page.querySelectorAll("section[data-item]:not([data-dropped])")) if (!sectionOf(section.dataset.item, fresh)) drop(section);
  for (const section of fresh.querySelectorAll("section[data-item]")) sectionOf(section.dataset.item) ? change(section) : add(section, fresh);
  page.querySelectorAll("section[data-dropped]").forEach(list);
  if (isWhole) page.dataset.agenda = fresh.dataset.agenda; /* else asked for again */
  page.dispatchEvent(new Event("drafting:reordered"));
}

/* What somebody has the focus in waits. */
function isReplaced(part, fresh) {
  if (part.contains(document.activeElement)) return false;
  const other = fresh.querySelector(`[data-follows="${part.dataset.follows}"]`);
  const chosen = part.value;
  if (other) part.replaceWith(other); else part.replaceChildren();
  if (other && chosen) other.value = chosen;
  return true;
}

function change(section) {
  const own = sectionOf(section.dataset.item), head = own.querySelector(".sheet-head");
  own.dataset.position = section.dataset.position;
  own.querySelector("form.notes-form label").textContent = section.querySelector("form.notes-form label").textContent;
  if (!head.contains(document.activeElement)) head.replaceWith(section.querySelector(".sheet-head"));
}

function add(section, fresh) {
  const panel = fresh.querySelector(`[data-understood="${section.dataset.item}"]`);
  section.hidden = panel.hidden = true;
  sheets.append(section);
  panels.append(panel);
  section.dispatchEvent(new CustomEvent("drafting:added", { bubbles: true }));
}

/* An empty one goes at once, unless somebody is looking at it. */
function drop(section) {
  section.dispatchEvent(new Event("drafting:dropped"));
  page.querySelector(`[data-understood="${section.dataset.item}"]`)?.remove();
  const text = section.querySelector("form.notes-form textarea").value;
  if (section.hidden && !text.trim()) return section.remove();
  section.dataset.dropped = "yes";
  for (const part of section.querySelectorAll(".position, .meta, .act-links, .helptext")) if (!part.closest(".clash")) part.remove();
  section.querySelector(".sheet-head").after(notice(() => section.dispatchEvent(new Event("drafting:forget")), section));
}

function notice(forget, section) {
  const box = document.getElementById("dropped").content.cloneNode(true);
  box.querySelector("[data-throws-away]").addEventListener("click", () => {
    forget();
    page.querySelector(`[data-leads="${section.dataset.item}"]`)?.closest("li").remove();
    section.remove();
    page.querySelector("nav.agenda [data-leads]")?.click();
  });
  return box;
}

function list(section) {
  const row = document.createElement("li"), link = document.createElement("a"), word = document.createElement("span");
  link.href = "#content";
  link.dataset.leads = section.dataset.item;
  link.textContent = section.querySelector("h2").textContent;
  word.className = "disposition";
  word.textContent = page.dataset.dropped;
  row.append(link, " ", word);
  if (!page.querySelector(`nav.agenda [data-leads="${section.dataset.item}"]`)) page.querySelector("nav.agenda ol").append(row);
}

/* After a reload: what was typed in items that are gone by now. */
function showLeftOver() {
  const mine = page.dataset.kept + new URL(`${page.dataset.meeting}items/`, location.href);
  const forms = new Set([...page.querySelectorAll("form.notes-form")].map((form) => page.dataset.kept + form.action));
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith(mine) || forms.has(key)) continue;
    const kept = JSON.parse(sessionStorage.getItem(key));
    const section = document.createElement("section"), title = document.createElement("h2"), field = document.createElement("textarea");
    Object.assign(section, { className: "sheet", hidden: true });
    Object.assign(section.dataset, { item: key, position: "9999", dropped: "yes" });
    Object.assign(field, { className: "notation", readOnly: true, rows: 10, value: kept.text });
    title.textContent = kept.title;
    field.setAttribute("aria-label", kept.title);
    section.append(title, notice(() => sessionStorage.removeItem(key), section), field);
    sheets.append(section);
    list(section);
  }
}

try { if (sheets) showLeftOver(); } catch { /* a browser that keeps nothing */ }
