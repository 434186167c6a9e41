// Lessons: definitions on hover and focus, the section in view, and the place where one stopped.

const tip = document.createElement("div");
tip.className = "term-tip";
tip.id = "term-tip";
tip.setAttribute("role", "tooltip");
tip.hidden = true;
document.body.append(tip);

let shownFor = null;
let leaving = 0;

const meaningOf = (link) =>
  document.getElementById(`term-${link.dataset.term}`)?.querySelector("[data-meaning]");

function show(link) {
  clearTimeout(leaving);
  const meaning = meaningOf(link);
  if (!meaning || shownFor === link) return;
  hide();
  shownFor = link;
  tip.textContent = meaning.textContent.trim();
  tip.hidden = false;
  link.setAttribute("aria-describedby", tip.id);
  const box = link.getClientRects()[0];
  const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
  tip.style.left = `${window.scrollX + Math.max(8, Math.min(box.left, room))}px`;
  tip.style.top = `${window.scrollY + box.bottom + 4}px`;
}

function hide() {
  clearTimeout(leaving);
  shownFor?.removeAttribute("aria-describedby");
  shownFor = null;
  tip.hidden = true;
}

// The pointer may cross the gap and rest on the definition.
function hideSoon() {
  clearTimeout(leaving);
  leaving = setTimeout(hide, 200);
}

const termOf = (event) => event.target.closest?.("[data-term]");

for (const type of ["pointerover", "focusin"]) {
  document.addEventListener(type, (event) => {
    const link = termOf(event);
    if (link) show(link);
    else if (type === "pointerover" && event.target === tip) clearTimeout(leaving);
  });
}
document.addEventListener("pointerout", (event) => {
  if (event.target === tip || termOf(event)) hideSoon();
});
document.addEventListener("focusout", (event) => {
  if (termOf(event)) hide();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});

const lesson = document.querySelector("[data-lesson]");
const sections = [...document.querySelectorAll("[data-section]")];
const stations = [...sections, ...document.querySelectorAll(".lesson-end[id]")];
let place = "";
let moved = false;

// The section whose beginning was passed last is the one being read.
function follow() {
  const line = window.innerHeight / 3;
  const passed = stations.filter((section) => section.getBoundingClientRect().top <= line);
  const here = passed.at(-1)?.id ?? "";
  place = passed.findLast((section) => sections.includes(section))?.id ?? "";
  for (const link of document.querySelectorAll(".contents-link")) {
    if (link.getAttribute("href") === `#${here}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function keepPlace() {
  if (document.visibilityState !== "hidden" || !moved || !lesson?.dataset.place) return;
  const body = new FormData();
  body.append("anchor", place);
  body.append("csrf_token", document.querySelector('meta[name="csrf-token"]')?.content ?? "");
  navigator.sendBeacon(lesson.dataset.place, body);
  moved = false;
}

let waiting = false;
window.addEventListener(
  "scroll",
  () => {
    moved = true;
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      follow();
    });
  },
  { passive: true },
);
document.addEventListener("visibilitychange", keepPlace);
follow();
