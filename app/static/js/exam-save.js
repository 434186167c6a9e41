// The page of an open exam: every act is saved as it happens, nothing is left behind unsent, and
// where the exam goes on elsewhere or its time is over the page says so and takes no more answers.
// Without this script the same page works by its form.

import "./exam-strike.js";
import { Queue } from "./exam-queue.js";

const page = document.querySelector("[data-sitting]");
const form = document.querySelector("form#sitting");
const status = document.querySelector("[data-save-state]");
const sprite = document.querySelector("use")?.getAttribute("href").split("#")[0] ?? "";
const queue = new Queue(Number(page.dataset.sitting), Number(page.dataset.user));
const position = Number(page.dataset.position ?? 0);
const TYPING = 600; // milliseconds of rest after which a typed number is saved
const QUIET = 400; // a save that is faster is not announced

let revision = Number(form?.elements.revision.value ?? 0);
let since = performance.now();
let typing = 0;
let unsent = false;
let stopped = false;
let goal = null; // what is to be done once everything is sent

// --- save state -----------------------------------------------------------------------------

let said = status.textContent.trim() ? "saved" : "";
let saving = 0;

function say(kind, icon, text, retry = false) {
  clearTimeout(saving);
  status.setAttribute("aria-live", kind === said || kind === "saving" ? "off" : "polite");
  if (kind !== "saving") said = kind;
  status.replaceChildren();
  if (icon) {
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawing.setAttribute("class", "icon");
    drawing.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${sprite}#${icon}`);
    drawing.append(use);
    status.append(drawing);
  }
  const words = document.createElement("span");
  words.textContent = text;
  status.append(words);
  if (retry) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn btn--link", textContent: "Try again" });
    button.addEventListener("click", () => queue.flush());
    status.append(" ", button);
  }
}

queue.addEventListener("acknowledged", ({ detail: { entry, body } }) => {
  if (entry.position === position) revision = body.revision;
  say("saved", "check", `Saved at ${body.saved_at}`);
  document.dispatchEvent(new CustomEvent("chartroom:time", { detail: body }));
});
queue.addEventListener("drained", () => {
  clearTimeout(saving);
  unsent = false;
  if (!goal || typing || stopped) return;
  goal();
  goal = null;
});
queue.addEventListener("kept", ({ detail }) => {
  say("kept", "retry", `Kept on this device, ${detail.pending} not sent yet, trying again`);
});
queue.addEventListener("failed", ({ detail }) => say("error", "warning", `Not saved: ${detail.message}`, true));
queue.addEventListener("refused", ({ detail: { entry, status: code, body } }) => {
  goal = null;
  if (code === 422) {
    say("error", "warning", `Not saved: ${body.message}`);
    if (form && entry.position === position && new URLSearchParams(state()).toString() !== new URLSearchParams(entry.state).toString()) save();
  } else if (code === 410) {
    over();
  } else {
    elsewhere(`Your answer to question ${entry.position} was not saved: another one was given there after this page was opened.`);
  }
});

// --- saving ---------------------------------------------------------------------------------

function state() {
  const data = new FormData(form);
  const kept = [...data].filter(([name]) => ["choice", "flagged", "struck"].includes(name));
  return kept.map(([name, value]) => [name, String(value)]);
}

async function save() {
  clearTimeout(typing);
  typing = 0;
  if (stopped) return false;
  unsent = true;
  saving = setTimeout(() => say("saving", "", "Saving…"), QUIET);
  const seconds = Math.round((performance.now() - since) / 1000);
  since = performance.now();
  draw();
  return queue.add(position, form.action, () => revision, state(), seconds);
}

// Whether all is with the server in the end; a number that is being typed is sent first.
async function settle() {
  return typing ? save() : queue.flush();
}

// Do it once everything is sent; without a connection that is when it is back.
function afterSaving(act) {
  goal = act;
  return settle();
}

const go = (target) => afterSaving(() => location.assign(target));

addEventListener("beforeunload", (event) => {
  if ((unsent || typing) && !stopped) event.preventDefault();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
document.addEventListener("visibilitychange", () => {
  since = performance.now();
});

// --- what the page shows before the server has seen it ----------------------------------------

const answered = () =>
  [...form.querySelectorAll('[name="choice"]')].some((field) =>
    ["radio", "checkbox"].includes(field.type) ? field.checked : field.value.trim() !== "",
  );

function draw() {
  const cell = document.querySelector('.navigator-cell[aria-current="page"]');
  const counts = document.querySelector("[data-counts]");
  const flagged = form.elements.flagged.value === "1";
  if (!cell) return;
  for (const [name, now] of [["answered", answered()], ["flagged", flagged]]) {
    const before = cell.classList.contains(`navigator-cell--${name}`);
    cell.classList.toggle(`navigator-cell--${name}`, now);
    counts.dataset[name] = Number(counts.dataset[name]) + Number(now) - Number(before);
  }
  cell.querySelector(".navigator-square")?.remove();
  if (answered()) {
    const square = document.createElement("span");
    square.className = "navigator-square";
    cell.querySelector(".navigator-number").after(square);
  }
  cell.querySelector(".unseen").textContent = `, ${answered() ? "answered" : "not answered"}${flagged ? ", flagged" : ""}`;
  counts.textContent = `${counts.dataset.answered} answered, ${counts.dataset.flagged} flagged`;
  const short = document.querySelector("[data-answered-of]");
  short.textContent = short.textContent.replace(/^\d+/, counts.dataset.answered);
  const all = Number(short.textContent.split(" of ")[1]);
  for (const filter of document.querySelectorAll(".navigator-filter")) {
    const count = filter.href.endsWith("flagged") ? counts.dataset.flagged : all - counts.dataset.answered;
    filter.textContent = filter.textContent.replace(/\d+$/, count);
  }
}

function flag(button) {
  const flagged = form.elements.flagged.value !== "1";
  form.elements.flagged.value = flagged ? "1" : "0";
  button.value = flagged ? "0" : "1";
  button.setAttribute("aria-pressed", String(flagged));
  button.classList.toggle("btn--flag", flagged);
  button.classList.toggle("btn--quiet", !flagged);
  button.querySelector(".btn-text").textContent = flagged ? "Flagged" : "Flag for review";
  button.querySelector("use").setAttribute("href", `${sprite}#${flagged ? "flagged" : "flag"}`);
}

function clear() {
  for (const field of form.querySelectorAll('[name="choice"]')) {
    if (["radio", "checkbox"].includes(field.type)) field.checked = false;
    else field.value = "";
  }
}

// --- the end of answering ---------------------------------------------------------------------

function stop(panel) {
  stopped = true;
  clearTimeout(typing);
  for (const control of form?.elements ?? []) control.disabled = control.type !== "button";
  panel.hidden = false;
  panel.querySelector("h2").focus();
}

function elsewhere(text = "") {
  if (stopped) return;
  const panel = document.querySelector("[data-elsewhere]");
  if (text) panel.querySelector("[data-elsewhere-text]").textContent = text;
  stop(panel);
}

function over() {
  if (stopped) return;
  const panel = document.querySelector("[data-time-over]");
  const counts = document.querySelector("[data-counts]");
  if (counts) {
    const text = document.querySelector("[data-answered-of]").textContent;
    panel.querySelector("[data-time-over-text]").textContent = `${text} answers are in.`;
  }
  stop(panel);
  panel.querySelector("a").focus();
}

document.addEventListener("chartroom:time-over", async () => {
  await settle();
  over();
});

// --- wiring -----------------------------------------------------------------------------------

if (form) {
  document.querySelector("[data-keys-list]").hidden = false;
  form.addEventListener("change", save);
  form.addEventListener("input", (event) => {
    if (event.target.type !== "text") return;
    clearTimeout(typing);
    typing = setTimeout(save, TYPING);
  });
  form.addEventListener("chartroom:struck", ({ detail }) => {
    form.elements.struck.value = Number(form.elements.struck.value) ^ (1 << Number(detail.value));
    save();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const pressed = event.submitter;
    if (pressed?.matches("[data-flag]")) flag(pressed);
    else if (pressed?.matches("[data-clear]")) clear();
    else if (pressed?.dataset.go) return void go(pressed.dataset.go);
    save();
  });
  const tabs = new BroadcastChannel(`chartroom-sitting-${page.dataset.sitting}`);
  tabs.addEventListener("message", () => elsewhere());
  tabs.postMessage("opened");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.hash === "#map") document.querySelector(".sitting-map").open = true;
  else if ((unsent || typing) && !stopped) {
    event.preventDefault();
    go(link.href);
  }
});

document.querySelector('form[action$="/submit"]')?.addEventListener("submit", (event) => {
  event.preventDefault();
  afterSaving(() => event.target.submit());
});

const map = document.querySelector("details[data-remember]");
if (map) {
  const key = map.dataset.remember;
  try {
    const kept = localStorage.getItem(key);
    map.open = kept ? kept === "open" : matchMedia("(min-width: 48em)").matches;
    map.addEventListener("toggle", () => localStorage.setItem(key, map.open ? "open" : "closed"));
  } catch {
    // Storage may be blocked; the navigator is then open on every page.
  }
}

// What an earlier page left behind is sent first; if it was about this question, show the result.
const left = (await queue.entries()).some((entry) => entry.position === position);
if (await settle()) {
  if (left && form) location.reload();
}
