// The record: documents are opened in place, words are found as one types, hits are walked, and a
// rail beside the scrollbar shows where they are. Without script all of it works by links and forms.

const record = () => document.getElementById("record");
let asked = 0;

async function open(address, { push = true, focus = "" } = {}) {
  const mine = ++asked;
  record().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Request-Type": "partial" } });
    const html = await answer.text();
    if (mine !== asked) return;
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    swap(html);
    if (push) window.history.pushState({ record: true }, "", address);
    if (focus) show(document.getElementById(focus));
    else record().scrollTop = 0;
  } catch {
    window.location.assign(address);
  }
}

function swap(html) {
  const parts = new DOMParser().parseFromString(html, "text/html");
  for (const part of parts.querySelectorAll("[data-part][id]")) {
    const old = document.getElementById(part.id);
    const held = old?.contains(document.activeElement) ? document.activeElement : null;
    old?.replaceWith(part);
    if (held) refocus(part, held);
  }
  const name = record().dataset.document;
  for (const input of document.querySelectorAll('[data-find] [name="document"], .codesearch [name="document"]')) {
    input.value = name;
  }
  ready();
}

function refocus(part, held) {
  const same = held.dataset.document && part.querySelector(`[data-document="${held.dataset.document}"]`);
  (same || part.querySelector("[aria-current]") || part).focus();
}

function show(element) {
  if (!element) return;
  element.scrollIntoView({ block: "center", behavior: "instant" });
  element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: true });
}

function ready() {
  for (const button of document.querySelectorAll("#record [data-hit][hidden]")) button.hidden = false;
  const next = document.querySelector('#record [data-hit="next"]');
  if (next) {
    next.textContent = "›";
    next.setAttribute("aria-label", "Next hit");
  }
  for (const send of document.querySelectorAll("#documents .documents-pick button, #record .documents-pick button")) {
    send.hidden = true;
  }
  drawRail();
}

// Hits: [‹ ›] walk them, in a ring.
function step(direction) {
  const hits = [...document.querySelectorAll("#record mark[id^='hit-']")];
  if (!hits.length) return;
  const now = hits.findIndex((hit) => hit.classList.contains("hit--current"));
  const wanted = now < 0 ? (direction > 0 ? 0 : hits.length - 1) : (now + direction + hits.length) % hits.length;
  hits[now]?.classList.remove("hit--current");
  hits[wanted].classList.add("hit--current");
  hits[wanted].scrollIntoView({ block: "center" });
  const said = document.querySelector("#record .recordbar-hits");
  if (said) said.textContent = `hit ${wanted + 1} of ${hits.length}`;
}

function drawRail() {
  const pane = record();
  pane?.querySelector(".rail")?.remove();
  const marks = [...(pane?.querySelectorAll("mark[id]") ?? [])];
  if (!marks.length || pane.scrollHeight <= pane.clientHeight + 4) return;
  const rail = document.createElement("div");
  rail.className = "rail";
  rail.setAttribute("aria-hidden", "true");
  const top = pane.getBoundingClientRect().top - pane.scrollTop;
  for (const mark of marks) {
    const tick = document.createElement("span");
    tick.className = `rail-mark ${mark.className.includes("passage") ? "rail-mark--passage" : ""}`;
    const share = (mark.getBoundingClientRect().top - top) / pane.scrollHeight;
    tick.style.top = `${Math.round(share * (pane.clientHeight - 8))}px`;
    tick.addEventListener("click", () => mark.scrollIntoView({ block: "center" }));
    rail.append(tick);
  }
  pane.prepend(rail);
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const hit = event.target.closest("[data-hit]");
  if (hit) {
    event.preventDefault();
    step(hit.dataset.hit === "next" ? 1 : -1);
    return;
  }
  const link = event.target.closest("a[data-swap], a[data-evidence]");
  if (!link) return;
  const address = new URL(link.href);
  event.preventDefault();
  const mark = address.hash.slice(1);
  if (link.matches("[data-evidence]")) {
    const finding = link.closest("[data-finding]");
    if (finding) window.dispatchEvent(new CustomEvent("chartroom:finding", { detail: finding.id }));
  }
  if (mark && document.getElementById(mark)) show(document.getElementById(mark));
  else open(address.href, { focus: mark });
});

document.addEventListener(
  "change",
  (event) => {
    const pick = event.target.closest?.("#documents select[data-go], #record select[data-go]");
    const href = pick?.selectedOptions[0]?.dataset.href;
    if (!href) return;
    event.stopImmediatePropagation();
    open(href);
  },
  true,
);

const find = document.querySelector("[data-find]");
let resting;
function search(push) {
  clearTimeout(resting);
  resting = 0;
  const address = new URL(find.action);
  address.search = new URLSearchParams([...new FormData(find)].filter(([, value]) => value)).toString();
  open(address.href, { push });
}
find?.addEventListener("input", () => {
  clearTimeout(resting);
  resting = setTimeout(() => search(false), 150);
});
find?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (document.querySelector("#record mark[id^='hit-']") && !resting) step(1);
  else search(true);
});

window.addEventListener("popstate", () => open(window.location.href, { push: false }));
window.addEventListener("resize", () => window.requestAnimationFrame(drawRail));
ready();
