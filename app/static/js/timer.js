// Time left by the server's deadline. The clock of the device only measures what has passed since
// the server last said the time, so a wrong or stepped device clock does no harm. A save may send
// `chartroom:time` with {now, deadline} (ISO 8601) to correct it.

const SPOKEN = [30, 10, 5, 1]; // minutes
const states = new WeakMap();

function stateOf(timer) {
  if (!states.has(timer)) correct(timer, timer.dataset.now, timer.dataset.deadline);
  return states.get(timer);
}

function correct(timer, now, deadline) {
  const left = Date.parse(deadline) - Date.parse(now);
  const previous = states.get(timer);
  states.set(timer, {
    left,
    read: Date.now(),
    spoken: previous?.spoken ?? new Set(SPOKEN.filter((minutes) => left < minutes * 60_000)),
    over: false,
  });
}

function secondsLeft(state) {
  return Math.max(0, Math.ceil((state.left - (Date.now() - state.read)) / 1000));
}

function clock(seconds) {
  const pad = (value) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

function spoken(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.ceil((seconds % 3600) / 60);
  const part = (count, word) => (count ? `${count} ${word}${count === 1 ? "" : "s"}` : "");
  return `${[part(hours, "hour"), part(minutes, "minute")].filter(Boolean).join(" ") || "No time"} left`;
}

function setHidden(timer, hidden) {
  timer.querySelector(".timer-face").hidden = hidden;
  const toggle = timer.querySelector("[data-timer-toggle]");
  toggle.textContent = hidden ? "Show time left" : "Hide";
  timer.toggleAttribute("data-hidden", hidden);
}

function announce(timer, state, seconds) {
  for (const minutes of SPOKEN) {
    if (seconds > minutes * 60 || state.spoken.has(minutes)) continue;
    state.spoken.add(minutes);
    if (seconds > (minutes - 1) * 60) timer.querySelector("[data-timer-voice]").textContent = spoken(seconds);
    if (minutes === 5) {
      setHidden(timer, false);
      timer.classList.add("timer--last");
    }
  }
}

function tick() {
  for (const timer of document.querySelectorAll("[data-timer]")) {
    const state = stateOf(timer);
    const seconds = secondsLeft(state);
    timer.querySelector("[data-timer-label]").textContent = "Time left";
    timer.querySelector("[data-timer-clock]").textContent = clock(seconds);
    const toggle = timer.querySelector("[data-timer-toggle]");
    if (toggle.hidden) {
      toggle.hidden = false;
      setHidden(timer, timer.hasAttribute("data-hidden"));
    }
    announce(timer, state, seconds);
    if (seconds === 0 && !state.over) {
      state.over = true;
      timer.dispatchEvent(new CustomEvent("chartroom:time-over", { bubbles: true }));
    }
  }
}

document.addEventListener("click", (event) => {
  const timer = event.target.closest("[data-timer]");
  if (!timer) return;
  if (event.target.closest("[data-timer-toggle]")) setHidden(timer, !timer.hasAttribute("data-hidden"));
  if (event.target.closest("[data-timer-say]")) {
    timer.querySelector("[data-timer-voice]").textContent = spoken(secondsLeft(stateOf(timer)));
  }
});

document.addEventListener("chartroom:time", (event) => {
  for (const timer of document.querySelectorAll("[data-timer]")) {
    correct(timer, event.detail.now, event.detail.deadline ?? timer.dataset.deadline);
  }
  tick();
});

tick();
setInterval(tick, 1000);
document.addEventListener("visibilitychange", tick);
