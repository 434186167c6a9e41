// The start page of an exam: the try-out question, and the switch of the single keys.

import "./exam-strike.js";

const button = document.querySelector("[data-keys-toggle]");

function label() {
  const off = document.documentElement.dataset.keys === "off";
  button.textContent = off ? "Turn single keys on" : "Turn single keys off";
}

window.addEventListener("chartroom:keys", label);
button.hidden = false;
label();
