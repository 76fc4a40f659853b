// On a trial's report: replays open in place, and citing asks in a dialog. Without this file both are pages of their own.
const cite = document.getElementById("cite");
const cited = document.getElementById("cited");
let citedFrom = null;

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const replay = event.target.closest("a[data-replay]");
  const place = event.target.closest("a[data-cite]");
  if (replay) { event.preventDefault(); toggle(replay); }
  else if (place && cite) { event.preventDefault(); ask(place); }
  else if (event.target.closest("[data-cite-close]")) cite.close();
});

for (const link of document.querySelectorAll("a[data-replay]")) link.setAttribute("aria-expanded", "false");
for (const mode of document.querySelectorAll("details[data-stop]")) mode.querySelector("summary").dataset.key = "Enter";
if (cite) cite.addEventListener("close", () => citedFrom?.focus());
openTarget();
addEventListener("hashchange", openTarget);

async function toggle(link) {
  const place = link.closest("[data-stop]");
  let room = place.querySelector(":scope > .room");
  if (!room) {
    room = document.createElement("div");
    room.className = "room";
    place.append(room);
    link.setAttribute("aria-expanded", "true");
    await htmx.ajax("GET", link.getAttribute("href"), { target: room, swap: "innerHTML" });
    if (!room.childElementCount) { location.href = link.href; }
    return;
  }
  room.hidden = !room.hidden;
  link.setAttribute("aria-expanded", String(!room.hidden));
}

async function ask(link) {
  citedFrom = link;
  cited.textContent = "";
  await htmx.ajax("GET", link.getAttribute("href"), { target: cite, swap: "innerHTML" });
  if (!cite.childElementCount) { location.href = link.href; return; }
  cite.showModal();
  cite.querySelector("input:checked, button, a")?.focus();
}

cite?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer || answer.status >= 500) { form.submit(); return; }
  const html = await answer.text();
  if (answer.ok) { cited.innerHTML = html; cite.close(); } else cite.innerHTML = html;
});

// A link to a folded mode, or into one, unfolds it.
function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target && target.closest("details:not([open])");
  if (folded) { folded.open = true; target.scrollIntoView(); }
}
