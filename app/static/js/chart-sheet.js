// The worksheet saves itself: every act and every choice is sent, one after the other, each with an
// id of its own, so that a resend is harmless. What could not be sent waits and can be tried again.

const queue = [];
let sending = false;
let leaving = "";

const sheet = () => document.getElementById("sheet");

function state(words, retry = false) {
  const place = document.querySelector("[data-save-state]");
  if (!place || place.dataset.said === words) return;
  place.dataset.said = words;
  const said = document.createElement("span");
  said.textContent = words;
  place.replaceChildren(said);
  if (!retry) return;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn--link";
  again.dataset.saveRetry = "";
  again.textContent = "Try again";
  place.append(" ", again);
}

function put(form, body, held) {
  queue.push({ action: form.action, body, held, id: window.crypto.randomUUID() });
  work();
}

async function work() {
  if (sending || !queue.length) return;
  sending = true;
  const waiting = setTimeout(() => state("Saving…"), 400);
  const next = queue[0];
  next.body.set("save_id", next.id);
  if (!new URL(next.action).searchParams.has("revision")) next.body.set("revision", sheet().dataset.revision);
  try {
    const answer = await fetch(next.action, {
      method: "POST",
      body: next.body,
      headers: { "HX-Request": "true", "HX-Request-Type": "partial" },
    });
    if (answer.status === 401 || answer.status === 400) {
      failed(
        answer.status === 401
          ? "you are signed out. Sign in in another tab, then try again."
          : "this page was open too long. Reload it; what was saved is there.",
      );
      return;
    }
    const target = answer.headers.get("HX-Redirect");
    if (target) {
      queue.length = 0;
      window.location.assign(target);
      return;
    }
    if (answer.status === 429 || answer.status >= 500) throw new Error("busy");
    const html = await answer.text();
    if (!html.includes('id="sheet"')) {
      queue.length = 0;
      window.location.reload();
      return;
    }
    queue.shift();
    if (answer.status === 409) queue.length = 0;
    place(html, next.held);
  } catch {
    failed();
    return;
  } finally {
    clearTimeout(waiting);
    sending = false;
  }
  if (queue.length) work();
  else if (leaving) window.location.assign(leaving);
}

function failed(why = "the server does not answer.") {
  leaving = "";
  state(`Not saved: ${why}`, true);
}

// The new worksheet takes the old one's place; focus stays on the same control or goes on sensibly.
function place(html, held) {
  const parts = new DOMParser().parseFromString(html, "text/html");
  const made = parts.getElementById("sheet");
  const had = sheet().contains(document.activeElement) ? mark(document.activeElement) : held;
  sheet().replaceWith(made);
  const toast = parts.querySelector("[data-toast-new] > *");
  if (toast) document.querySelector("[data-toasts]").replaceChildren(toast);
  for (const count of document.querySelectorAll('[data-count-of="sheet"]')) count.textContent = made.dataset.count ?? "";
  const marked = made.querySelector("[data-focus]");
  if (marked) marked.focus();
  else if (had) focusOn(made, had);
}

function mark(element) {
  const row = element.closest("[data-row]");
  const rows = row ? [...row.parentElement.querySelectorAll("[data-row]")] : [];
  return {
    id: element.id,
    value: element.matches("button") ? element.value : "",
    row: row && element.matches("a") ? row.dataset.row : "",
    table: row?.closest("table").id ?? "",
    place: rows.indexOf(row),
  };
}

function focusOn(made, had) {
  const same =
    (had.id && document.getElementById(had.id)) ||
    (had.row && made.querySelector(`[data-row="${had.row}"] a.code`)) ||
    (had.value && made.querySelector(`button[value="${had.value}"]`));
  if (same && !same.disabled) {
    same.focus();
    return;
  }
  if (same) {
    const other = same.closest("[data-row]")?.querySelector("button:not(:disabled)");
    if (other) other.focus();
    return;
  }
  const rows = made.querySelectorAll(`#${had.table || "dx"} [data-row]`);
  const near = rows[Math.min(Math.max(had.place, 0), rows.length - 1)];
  (near?.querySelector('button[value^="remove"]') ?? made.querySelector("#sheet-title"))?.focus();
}

const own = (form) => form instanceof HTMLFormElement && new URL(form.action).pathname.endsWith("/sheet") && form.method === "post";

// In capture, before the frame marks the button as busy.
document.addEventListener(
  "submit",
  (event) => {
    if (!own(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    const body = new FormData(event.target, event.submitter);
    const inside = sheet().contains(event.submitter) ? mark(event.submitter) : null;
    put(event.target, body, inside);
    event.submitter?.closest("[data-toast]")?.remove();
  },
  true,
);

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!own(form) || !event.target.name) return;
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("act", "save");
  body.set(event.target.name, event.target.value);
  put(form, body, null);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-save-retry]")) work();
  const submit = event.target.closest("[data-submit]");
  if (submit && queue.length) {
    event.preventDefault();
    leaving = submit.href;
    work();
  }
});

window.addEventListener("online", work);
window.addEventListener("beforeunload", (event) => {
  if (queue.length) event.preventDefault();
});

// On a focused row: Alt+arrows move it, Delete removes it.
document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (!row || event.target.matches("input, select")) return;
  const wanted =
    event.altKey && event.key === "ArrowUp" ? "up" : event.altKey && event.key === "ArrowDown" ? "down" : event.key === "Delete" ? "remove" : "";
  const button = wanted && row.querySelector(`button[value^="${wanted}:"]`);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
});
