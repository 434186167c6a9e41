// Feedback: findings are walked with J and K, Enter on one goes to its passage, B goes back, and a
// passage in the record leads to its finding.

const findings = () => [...document.querySelectorAll("#findings .finding")];
const walk = document.querySelector("[data-walk]");
let current = -1;

function go(to) {
  const list = findings();
  if (!list.length) return;
  current = Math.min(Math.max(to, 0), list.length - 1);
  list[current].focus({ preventScroll: true });
  list[current].scrollIntoView({ block: "nearest" });
  walk.querySelector("[data-walk-said]").textContent = `${current + 1} of ${list.length}`;
}

if (walk) walk.hidden = findings().length < 2;

document.addEventListener("click", (event) => {
  const step = event.target.closest("[data-walk-step]");
  if (step) go(current < 0 ? 0 : current + Number(step.dataset.walkStep));
  const mark = event.target.closest("#record mark[data-finding]");
  if (mark) to(mark);
  if (event.target.closest(".feedback-back a") && current >= 0) {
    event.preventDefault();
    go(current);
  }
});

function to(mark) {
  const place = findings().findIndex((one) => one.id === `finding-${mark.dataset.finding}`);
  if (place >= 0) go(place);
}

window.addEventListener("chartroom:finding", (event) => {
  current = findings().findIndex((one) => one.id === event.detail);
});

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === "Enter" && event.target.matches("#findings .finding")) {
    event.preventDefault();
    event.target.querySelector("[data-evidence]")?.click();
  } else if (event.key === "Enter" && event.target.matches("#record mark")) {
    event.preventDefault();
    to(event.target);
  } else if (event.key.toLowerCase() === "b" && event.target.closest("#record") && current >= 0) {
    if (document.documentElement.dataset.keys === "off" || event.target.matches("select, input")) return;
    event.preventDefault();
    go(current);
  }
});
