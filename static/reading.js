/* Minutes that are being written follow by themselves: only the sections that changed are replaced. */

const main = document.getElementById("content");
const said = document.getElementById("followed");
const SEEN = 3000, HIDDEN = 60000;
let tag = "", isFirst = true;

document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
setTimeout(function again() {
  ask().finally(() => setTimeout(again, document.hidden ? HIDDEN : SEEN));
}, SEEN);

async function ask() {
  const headers = { Accept: "application/json", ...(tag && { "If-None-Match": tag }) };
  const response = await fetch(said.dataset.state, { headers }).catch(() => null);
  if (response?.status !== 200) return;
  tag = response.headers.get("ETag") || "";
  if (isFirst) { isFirst = false; if (sameAsShown(await response.json())) return; }
  await bring();
}

/* The page may be older than the first answer: it says what it shows. */
function sameAsShown({ items }) {
  return items.map(({ head }) => head).join() === said.dataset.heads;
}

async function bring() {
  const response = await fetch(location.href).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("content");
  if (!fresh) return;
  const wanted = [...fresh.querySelectorAll(":scope > section[id]")];
  const ids = new Set(wanted.map((section) => section.id));
  for (const section of main.querySelectorAll(":scope > section[id]")) if (!ids.has(section.id)) section.remove();
  let before = main.querySelector(".minutes-head");
  for (const section of wanted) {
    const shown = document.getElementById(section.id);
    if (shown && shown.outerHTML === section.outerHTML) { before = shown; continue; }
    if (shown) shown.replaceWith(section); else before.after(section);
    before = section;
  }
  said.textContent = `${said.dataset.words} ${new Date().toLocaleTimeString("en-GB")}`;
}
