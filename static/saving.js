/* Saving notes: what is typed is sent after a pause, every few seconds and on leaving; what is not yet
   acknowledged rests in memory and sessionStorage. Only what the server acknowledged is called saved. */

const PAUSE = 2000, WHILE_TYPING = 3000, PATIENCE = 10000, LATE = 4000, LONGEST_WAIT = 15000, LARGEST_LAST = 60000, JUST_TYPED = 5000;
const page = document.getElementById("drafting");
const words = page.dataset;
const savers = new Map();
let isSigningIn = false;

for (const section of page.querySelectorAll("section[data-item]:has(form.notes-form)")) savers.set(section, saverFor(section));
page.addEventListener("drafting:added", ({ target: section }) => savers.set(section, saverFor(section)));

addEventListener("online", () => savers.forEach((saver) => saver.saveNow()));
document.addEventListener("visibilitychange", () => savers.forEach((saver) => (document.hidden ? saver.leave() : saver.saveNow())));
addEventListener("pagehide", () => savers.forEach((saver) => saver.leave({ forGood: true })));
addEventListener("beforeunload", (event) => {
  if (!isSigningIn && [...savers.values()].some((saver) => saver.isUnsaved())) event.preventDefault();
  isSigningIn = false;
});
/* Whoever goes to sign in comes back to this item and this text: nothing to warn of. */
document.getElementById("sign-in").addEventListener("click", ({ currentTarget: link, ctrlKey, metaKey, shiftKey }) => {
  link.search = new URLSearchParams({ next: location.pathname + location.search });
  isSigningIn = !(ctrlKey || metaKey || shiftKey);
});
document.addEventListener("drafting:save", () => savers.forEach((saver) => saver.saveNow()));

function saverFor(section) {
  const form = section.querySelector("form.notes-form");
  const area = form.querySelector("textarea");
  const own = { base: Number(form.elements.base.value), acknowledged: area.value, sequence: 0, writer: pageName() };
  const kept = words.kept + form.action; /* a tab's next person never sees it */
  const title = section.querySelector("h2").textContent;
  let sending = false, again = false, stopped = false, failures = 0, typedAt = 0, isComposing = false, pause, repeat, retry;

  area.addEventListener("input", () => { typedAt = Date.now(); keep(); plan(); });
  area.addEventListener("compositionstart", () => { isComposing = true; });
  area.addEventListener("compositionend", () => { isComposing = false; });
  form.addEventListener("submit", (event) => { event.preventDefault(); saveNow(); });
  section.addEventListener("drafting:take", (event) => take(event.detail));
  section.addEventListener("drafting:dropped", () => {
    stopped = true;
    if (isUnsaved()) tell("refused", words.dropped);
  });
  section.addEventListener("drafting:forget", () => {
    area.value = own.acknowledged;
    keep();
    tell("saved", words.unchanged);
  });

  const isUnsaved = () => area.value !== own.acknowledged;

  /* A browser that keeps nothing, or is full, must not stop the saving. */
  function keep({ forGood = false } = {}) {
    try {
      if (!isUnsaved()) return sessionStorage.removeItem(kept);
      const { base, writer, sequence } = own;
      sessionStorage.setItem(kept, JSON.stringify({ text: area.value, title, base, writer, sequence, forGood }));
    } catch { /* the text is still on the screen */ }
  }

  /* After a reload or signing in again: the text that was not acknowledged goes on where it was, as the
     same writer. A tab copied from one that lives on takes the text, and is a writer of its own. */
  function restore() {
    let found = null;
    try { found = JSON.parse(sessionStorage.getItem(kept)); } catch { return; }
    if (!found || found.text === area.value) return keep();
    area.value = found.text;
    hold(found.base, null);
    if (found.forGood) Object.assign(own, { writer: found.writer, sequence: found.sequence });
    keep();
    setTimeout(saveNow);
  }

  function plan() {
    if (stopped) return;
    clearTimeout(pause);
    pause = setTimeout(saveNow, PAUSE);
    repeat ??= setTimeout(saveNow, WHILE_TYPING);
    if (!failures) tell("unsaved", words.unsaved);
  }

  async function saveNow() {
    clearTimeout(pause); clearTimeout(repeat); clearTimeout(retry);
    repeat = undefined;
    if (stopped || !isUnsaved()) return;
    if (sending) { again = true; return; }
    sending = true;
    tell("saving", words.saving);
    const text = area.value;
    own.sequence += 1;
    keep();
    const late = setTimeout(() => { failures ||= 1; tell("retrying", words.retrying); }, LATE);
    try {
      await answered(text, await send(text).finally(() => clearTimeout(late)));
    } catch {
      failed(words.retrying);
    }
    sending = false;
    if (again) { again = false; saveNow(); }
  }

  function send(text, more = {}) {
    const body = new URLSearchParams({ text, base: own.base, writer: own.writer, sequence: own.sequence });
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    return fetch(form.action, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE), ...more });
  }

  async function answered(text, response) {
    if (response.status === 401) return failed(words.signin, true);
    const unknown = response.status === 403 && (await whyNoToken());
    if (unknown) return failed(unknown, true);
    if (response.status === 403 || response.status >= 500) return failed(words.retrying);
    if (response.status === 404) { stopped = true; return tell("refused", words.refused); }
    const answer = await response.json();
    if (response.ok) return acknowledged(text, answer);
    stopped = true;
    if (response.status === 409 && "theirs" in answer) return clashed(answer);
    if (response.status === 422) stopped = false; /* shorter text may be saved again */
    tell("refused", answer.error || words.refused);
  }

  function acknowledged(text, answer) {
    failures = 0;
    hold(answer.revision, text);
    if (answer.text !== text && area.value === text && !isBusy()) show(answer.text, answer.head);
    keep();
    section.dispatchEvent(new CustomEvent("drafting:understood", { bubbles: true, detail: answer }));
    if (isUnsaved()) plan(); else tell("saved", `${words.saved} ${new Date().toLocaleTimeString("en-GB")}`);
  }

  /* What the field grows from; other modules ask which revision that is. */
  function hold(revision, text) {
    Object.assign(own, { base: revision, acknowledged: text });
    section.dataset.head = String(revision);
  }

  /* A field that somebody is typing in is left alone: others' lines come in at a pause. */
  const isBusy = () => isComposing || Date.now() - typedAt < JUST_TYPED;

  /* The text in force comes into the field: the caret stays in the line where it was. */
  function show(text, revision) {
    const at = placeOf(text, area.value, area.selectionStart), top = area.scrollTop;
    area.value = text;
    hold(revision, text);
    area.setSelectionRange(at, at);
    area.scrollTop = top;
    area.dispatchEvent(new Event("drafting:shown"));
  }

  /* What others saved comes in only while nobody types here and nothing waits. */
  function take({ text, head }) {
    if (sending || stopped || isUnsaved() || isBusy() || head <= own.base) return;
    show(text, head);
  }

  function failed(why, signIn = false) {
    failures += 1;
    tell(signIn ? "signin" : "retrying", why);
    retry = setTimeout(saveNow, Math.min(1000 * 2 ** (failures - 1), LONGEST_WAIT));
  }

  function clashed(answer) {
    const box = section.querySelector(".clash");
    box.hidden = false;
    box.querySelector("textarea").value = answer.theirs;
    tell("clash", words.clash);
    box.querySelector("[data-keep=mine]").onclick = () => settle(area.value);
    box.querySelector("[data-keep=theirs]").onclick = () => settle(answer.theirs);
    function settle(text) {
      stopped = false;
      box.hidden = true;
      hold(answer.revision, answer.theirs);
      area.value = text;
      area.focus();
      if (isUnsaved()) saveNow(); else { keep(); tell("saved", words.saved); }
    }
  }

  function leave({ forGood = false } = {}) {
    keep({ forGood });
    if (stopped || !isUnsaved() || area.value.length > LARGEST_LAST) return;
    own.sequence += 1;
    keep({ forGood });
    send(area.value, { keepalive: true, signal: undefined }).catch(() => {});
  }

  function tell(kind, text) {
    section.dispatchEvent(new CustomEvent("drafting:state", { bubbles: true, detail: { kind, text } }));
  }

  restore();
  return { saveNow, leave, isUnsaved };
}

/* Where a caret stood in the old text, in the new one: after the same words, before the same words, or in
   the nearest line that reads the same. */
function placeOf(text, old, caret) {
  if (text.startsWith(old.slice(0, caret))) return caret;
  if (text.endsWith(old.slice(caret))) return text.length - (old.length - caret);
  const before = old.slice(0, caret).split("\n"), row = before.length - 1, line = old.split("\n")[row];
  const lines = text.split("\n");
  const alike = [...lines.keys()].filter((n) => lines[n] === line);
  const nearest = alike.sort((a, b) => Math.abs(a - row) - Math.abs(b - row))[0] ?? Math.min(row, lines.length - 1);
  const column = Math.min(before[row].length, lines[nearest].length);
  return lines.slice(0, nearest).reduce((sum, one) => sum + one.length + 1, column);
}

/* Another tab is another writer. */
function pageName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function token() {
  return page.querySelector("input[name=csrfmiddlewaretoken]").value;
}

/* After signing in again in another tab this page's token is an old one, and a new one is taken; else a
   sentence says why not: nobody is signed in, or somebody who did not type this text. */
async function whyNoToken() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (new URL(response.url).pathname !== location.pathname) return words.signin;
  const found = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("drafting");
  if (found && found.dataset.kept !== words.kept) return words.another;
  const fresh = found?.querySelector("input[name=csrfmiddlewaretoken]");
  if (fresh) for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = fresh.value;
  return "";
}
