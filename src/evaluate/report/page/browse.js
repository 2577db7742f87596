/** @import { SampleEntry } from "../sample-entry.ts" */
import { create, find } from "./elements.js";
import { fits, holds, mentions } from "./filter.js";
import { SampleList } from "./sample-list.js";
import { viewSample } from "./sample-view.js";
import { readChunk, readEntries } from "./unpack.js";

/** Fills the page's frame for samples. */
export async function browse() {
  const status = find("count", HTMLParagraphElement);
  try {
    new Browser(await readEntries());
  } catch (error) {
    status.textContent = `The samples could not be unpacked: ${error}`;
    throw error;
  }
}

class Browser {
  #form = find("filters", HTMLFormElement);
  #frame = find("browser", HTMLDivElement);
  #view = find("view", HTMLElement);
  #entries;
  #list = new SampleList((entry) => this.#open(entry));
  /** Counts searches and openings, so that what comes late is dropped. */
  #searches = 0;
  #openings = 0;

  /** @param {readonly SampleEntry[]} entries */
  constructor(entries) {
    this.#entries = entries;
    this.#form.addEventListener("input", () => this.#search());
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("keydown", (event) => this.#press(event));
    this.#search();
    this.#openAddress();
    addEventListener("hashchange", () => this.#openAddress());
  }

  async #search() {
    const search = ++this.#searches;
    const values = new FormData(this.#form);
    const read = (/** @type {string} */ name) => String(values.get(name) ?? "");
    const filter = { run: read("run"), task: read("task"), mode: read("mode"), kind: read("kind"), text: read("text") };
    const fitting = this.#entries.filter((entry) => fits(entry, filter));
    const found = new Set(fitting.filter((entry) => mentions(entry, filter.text)));
    this.#showFound(
      fitting.filter((entry) => found.has(entry)),
      "",
    );
    if (filter.text.trim() === "" || values.get("whole") === null) return;
    const chunks = Map.groupBy(fitting, ({ chunk }) => chunk);
    chunks.delete(null);
    let read_ = 0;
    for (const [chunk, entries] of chunks) {
      const rows = await readChunk(/** @type {number} */ (chunk));
      if (search !== this.#searches) return;
      for (const entry of entries) {
        const row = rows[/** @type {number} */ (entry.place)];
        if (row !== undefined && holds(row, filter.text)) found.add(entry);
      }
      read_++;
      if (read_ < chunks.size) this.#count(found.size, `, ${read_} of ${chunks.size} parts searched`);
    }
    this.#showFound(
      fitting.filter((entry) => found.has(entry)),
      " in whole texts",
    );
  }

  /**
   * @param {readonly SampleEntry[]} entries
   * @param {string} note
   */
  #showFound(entries, note) {
    this.#list.show(entries);
    this.#count(entries.length, note);
  }

  /**
   * @param {number} found
   * @param {string} note
   */
  #count(found, note) {
    const [shown, all] = [found, this.#entries.length].map((count) => count.toLocaleString("en-US"));
    find("count", HTMLParagraphElement).textContent = `${shown} of ${all} samples${note}`;
  }

  /** @param {SampleEntry} entry */
  async #open(entry) {
    const opening = ++this.#openings;
    history.replaceState(null, "", `#sample-${this.#entries.indexOf(entry) + 1}`);
    this.#list.mark(entry);
    const row = entry.chunk === null ? null : (await readChunk(entry.chunk))[entry.place ?? 0];
    if (opening !== this.#openings) return;
    this.#view.replaceChildren(this.#bar(), ...viewSample(entry, row ?? null));
    this.#frame.classList.add("opened");
    this.#view.focus({ preventScroll: true });
    this.#view.scrollTop = 0;
    if (getComputedStyle(this.#view).overflowY === "visible") this.#view.scrollIntoView();
  }

  #bar() {
    /** @type {[string, () => void, boolean][]} */
    const buttons = [
      ["List", () => this.#close(), true],
      ["Previous", () => this.#step(-1), this.#list.neighbour(-1) !== undefined],
      ["Next", () => this.#step(1), this.#list.neighbour(1) !== undefined],
    ];
    return create(
      "div",
      { class: "bar" },
      ...buttons.map(([name, act, usable], index) => {
        const button = create(
          "button",
          { type: "button", disabled: !usable, class: index === 0 ? "back" : "step" },
          name,
        );
        button.addEventListener("click", act);
        return button;
      }),
    );
  }

  #close() {
    this.#frame.classList.remove("opened");
    this.#list.focus();
  }

  /** @param {number} step */
  #step(step) {
    const next = this.#list.neighbour(step);
    if (next !== undefined) this.#open(next);
  }

  #openAddress() {
    const [, number] = /^#sample-(\d+)$/.exec(location.hash) ?? [];
    const entry = this.#entries[Number(number) - 1];
    if (entry !== undefined) this.#open(entry);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (event.key === "Escape" && !isTyping) this.#close();
    if (isTyping) return;
    if (event.key === "j") this.#step(1);
    else if (event.key === "k") this.#step(-1);
    else if (event.key === "/") {
      event.preventDefault();
      find("filter-text", HTMLInputElement).focus();
    }
  }
}
