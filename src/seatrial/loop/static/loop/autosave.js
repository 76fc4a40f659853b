// Saves a form by itself, a second after the last change. What the server does not have yet is kept in this browser, so that
// a closed laptop, a dead network or a signed-out session loses nothing. Without this file the form has its Save button.
const PAUSE = 1000, RETRY = 5000;

for (const form of document.querySelectorAll("form[data-autosave]")) start(form);

function start(form) {
  const name = `seatrial-draft:${form.dataset.autosave}:${form.dataset.part || ""}`;
  const status = form.querySelector("[data-status]");
  const edition = form.elements.edition;
  let saved = content(form), sending = null, timer = 0, stopped = false, submitting = false, savedAt = null, failing = false;

  const draft = read(name);
  if (draft && draft.fields !== saved) restore(draft); else localStorage.removeItem(name);
  addRows(form);

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => { submitting = true; clearTimeout(timer); });
  addEventListener("online", () => { if (dirty() || sending) send(); });
  addEventListener("pagehide", () => { if (dirty() && !submitting) keep(); });
  addEventListener("pageshow", (event) => { if (event.persisted) submitting = false; });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && dirty()) send(); });
  setInterval(tick, 1000);

  function dirty() { return content(form) !== saved; }

  function changed() {
    if (stopped) { keep(); return; }
    keep();
    if (!failing) say("Not saved yet.");
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  }

  function keep() {
    try { localStorage.setItem(name, JSON.stringify({ edition: edition.value, fields: content(form), at: Date.now() })); }
    catch { say("This browser keeps no drafts. Use the Save button."); }
  }

  // One request at a time, and the same one again until it is answered: the server takes an answer that was lost for no conflict.
  async function send() {
    clearTimeout(timer);
    if (stopped || submitting || (sending && sending.busy)) return;
    if (!sending) {
      if (!dirty()) { localStorage.removeItem(name); return; }
      sending = { fields: content(form), body: new FormData(form) };
    }
    sending.busy = true;
    say("Saving …");
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: sending.body, headers: { Accept: "application/json" }, redirect: "manual" });
    } catch { answer = null; }
    sending.busy = false;
    await took(answer);
  }

  async function took(answer) {
    if (submitting) return;
    if (answer === null || answer.status >= 500 || answer.status === 429) {
      failing = true;
      say(navigator.onLine ? "The server does not answer. What you typed is kept in this browser; trying again." : "Offline. What you typed is kept in this browser and saved when you are back.");
      timer = setTimeout(send, RETRY);
      return;
    }
    failing = false;
    const got = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : {};
    if (answer.ok && got.edition !== undefined) {
      edition.value = got.edition;
      for (const other of document.querySelectorAll("form[data-autosave]"))
        if (other.dataset.autosave === form.dataset.autosave) other.elements.edition.value = got.edition;
      saved = sending.fields;
      sending = null;
      savedAt = Date.now();
      if (dirty()) { keep(); timer = setTimeout(send, PAUSE); } else { localStorage.removeItem(name); say("Saved just now."); }
      return;
    }
    sending = null;
    keep();
    if (answer.status === 422) { say("Something cannot be saved yet: press Save to see what. What you typed is kept in this browser."); return; }
    stopped = true;
    if (answer.type === "opaqueredirect" || answer.status === 403) { offer("You were signed out. What you typed is kept in this browser; sign in again and it is put back.", "Sign in", () => location.reload()); return; }
    offer(got.problem || "This scorecard can no longer be saved here. What you typed is kept in this browser.", "Show both", () => form.requestSubmit(form.querySelector("button:not([name], [type=button])")));
  }

  function restore(draft) {
    if (draft.edition === edition.value) {
      fill(form, draft.fields);
      say("Put back what this browser had kept.");
      timer = setTimeout(send, PAUSE);
      return;
    }
    offer(`This browser has kept a draft ${ago(draft.at)} that was not saved; since then the scorecard was saved elsewhere.`, "Put the draft in", () => {
      fill(form, draft.fields);
      stopped = false;
      changed();
    }, () => { localStorage.removeItem(name); stopped = false; say("Draft dropped."); });
  }

  function say(words) { if (status.textContent !== words) status.textContent = words; }

  function offer(words, label, act, drop) {
    stopped = true;
    say(words);
    const button = (text, does) => {
      const made = document.createElement("button");
      made.type = "button"; made.className = "quiet"; made.textContent = text;
      made.addEventListener("click", does);
      status.append(" ", made);
    };
    button(label, act);
    if (drop) button("Drop it", drop);
  }

  // The seconds are for the eye: a screen reader is told once, by "Saved just now."
  function tick() {
    if (savedAt === null || sending || dirty() || stopped || failing) return;
    let seconds = status.querySelector("span[aria-hidden]");
    if (!seconds) { status.textContent = "Saved "; seconds = document.createElement("span"); seconds.setAttribute("aria-hidden", "true"); status.append(seconds); }
    seconds.textContent = ago(savedAt);
  }
}

function content(form) {
  const skipped = new Set(["csrfmiddlewaretoken", "edition", "then"]);
  return JSON.stringify([...new FormData(form)].filter(([name]) => !skipped.has(name)).map(([name, value]) => [name, String(value).replaceAll("\r\n", "\n")]));
}

function fill(form, fields) {
  const values = JSON.parse(fields);
  for (const [name] of values) if (name.endsWith("-kind") && !form.elements[name]) addRow(form, name);
  for (const [name, value] of values) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
}

function addRow(form, name) {
  const key = name.slice(0, name.lastIndexOf("-evidence-"));
  const last = [...form.querySelectorAll("[data-row]")].filter((row) => row.querySelector("select").name.startsWith(`${key}-evidence-`)).pop();
  if (last) copyRow(last);
}

function addRows(form) {
  for (const button of form.querySelectorAll("[data-add-row]")) {
    button.hidden = false;
    button.addEventListener("click", () => copyRow(button.closest("details").querySelector("[data-row]:last-of-type")).querySelector("input").focus());
  }
}

function copyRow(row) {
  const made = row.cloneNode(true);
  const number = Number(row.querySelector("select").name.match(/-evidence-(\d+)-kind$/)[1]);
  const next = (text) => text.replace(`-evidence-${number}-`, `-evidence-${number + 1}-`);
  for (const one of made.querySelectorAll("[name]")) { one.name = next(one.name); one.id = next(one.id); one.value = one.tagName === "SELECT" ? "case" : ""; }
  for (const one of made.querySelectorAll("label")) one.htmlFor = next(one.htmlFor);
  for (const one of made.querySelectorAll(".error")) one.remove();
  row.after(made);
  return made;
}

function read(name) {
  try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
}

function ago(moment) {
  const seconds = Math.max(0, Math.round((Date.now() - moment) / 1000));
  return seconds < 60 ? `${seconds} s ago` : seconds < 3600 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3600)} h ago`;
}
