// Answers on their way: kept in IndexedDB until the server has acknowledged them, sent in order.
// Each carries its own id and the revision it builds on, so that sending one twice is harmless.

const NAME = "chartroom-saves";
const STORE = "saves";
const WAITS = [2, 4, 8, 16, 30]; // seconds

const memory = new Map(); // where the browser refuses storage, answers last as long as the page
let counter = 0;

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let opening;
function database() {
  opening ??= (async () => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    return settled(request);
  })().catch(() => null);
  return opening;
}

async function store(mode, act) {
  const found = await database();
  return found ? settled(act(found.transaction(STORE, mode).objectStore(STORE))) : undefined;
}

function token() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Queue extends EventTarget {
  // Events: "acknowledged" {entry, body}, "refused" {entry, status, body}, "kept" {pending},
  // "failed" {message}, "drained" when nothing waits any more.
  constructor(sitting, user) {
    super();
    Object.assign(this, { sitting, user, attempts: 0, timer: 0, adding: 0, running: Promise.resolve(), turns: Promise.resolve() });
    addEventListener("online", () => this.flush());
  }

  // Entries of this sitting and person, oldest first.
  async entries() {
    const all = (await store("readonly", (saves) => saves.getAll())) ?? [...memory.values()];
    const own = all.filter((entry) => entry.sitting === this.sitting && entry.user === this.user);
    return own.sort((one, other) => one.key - other.key);
  }

  async put(entry) {
    if (await database()) await store("readwrite", (saves) => saves.put(entry));
    else memory.set(entry.key, entry);
  }

  async drop(entry) {
    if (await database()) await store("readwrite", (saves) => saves.delete(entry.key));
    else memory.delete(entry.key);
  }

  // One at a time, in this page and in others: an entry on its way must not change under way.
  turn(act) {
    if (navigator.locks) return navigator.locks.request(`${NAME}-turn`, act);
    const done = this.turns.then(act);
    this.turns = done.catch(() => {});
    return done;
  }

  // Add the state of a question; one that was never sent is replaced, not followed.
  async add(position, url, revision, state, seconds) {
    this.adding += 1;
    await this.turn(async () => {
      const waiting = (await this.entries()).filter((entry) => entry.position === position);
      const last = waiting.at(-1);
      if (last && !last.tried) {
        await this.put({ ...last, state, seconds: last.seconds + seconds });
        return;
      }
      counter += 1;
      const { sitting, user } = this;
      const based = last ? last.revision + 1 : revision();
      const key = Date.now() * 1000 + (counter % 1000);
      await this.put({ key, sitting, user, position, url, revision: based, save: newId(), state, seconds, tried: false });
    }).finally(() => (this.adding -= 1));
    return this.flush();
  }

  // Send what waits; resolves to whether all of it is acknowledged.
  flush() {
    clearTimeout(this.timer);
    const run = this.running.then(() => this.locked());
    this.running = run.catch(() => {});
    return run;
  }

  locked() {
    const send = () => this.send();
    return navigator.locks ? navigator.locks.request(NAME, send) : send();
  }

  async send() {
    for (;;) {
      const entry = await this.turn(() => this.next());
      if (!entry) {
        if (!this.adding) this.tell("drained", {});
        return !this.adding;
      }
      if (!(await this.judge(entry, await this.post(entry)))) return false;
    }
  }

  async next() {
    const [entry] = await this.entries();
    if (entry && !entry.tried) await this.put(Object.assign(entry, { tried: true }));
    return entry;
  }

  async post(entry) {
    const body = new URLSearchParams(entry.state);
    body.set("revision", entry.revision);
    body.set("save_id", entry.save);
    body.set("seconds", entry.seconds);
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    try {
      const response = await fetch(entry.url, { method: "POST", body, headers, redirect: "manual", keepalive: true });
      if (response.type === "opaqueredirect") return { status: 401 };
      return { status: response.status, body: await response.json().catch(() => ({})) };
    } catch {
      return { status: 0 };
    }
  }

  // Whether to go on with the next one.
  async judge(entry, { status, body }) {
    if (status === 200) {
      this.attempts = 0;
      await this.drop(entry);
      this.tell("acknowledged", { entry, body });
      return true;
    }
    if (status === 409 || status === 410 || status === 422) {
      for (const other of await this.entries()) {
        if (status === 410 || other.position === entry.position) await this.drop(other);
      }
      this.tell("refused", { entry, status, body });
      return status === 422;
    }
    if (status === 0 || status === 429 || status >= 500) {
      const wait = WAITS[Math.min(this.attempts, WAITS.length - 1)];
      this.attempts += 1;
      this.timer = setTimeout(() => this.flush(), wait * 1000);
      this.tell("kept", { pending: (await this.entries()).length });
      return false;
    }
    this.tell("failed", {
      message: status === 401 || status === 403 ? "you are signed out. Sign in again in another tab, then load this page again." : "load this page again; the answer stays on this device.",
    });
    return false;
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
