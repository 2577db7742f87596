/** @import { SampleEntry } from "../sample-entry.ts" */
import { create, find } from "./elements.js";

const PAGE_LENGTH = 50;

/** A list of samples, a page at a time. */
export class SampleList {
  #list = find("list", HTMLOListElement);
  #back = find("page-back", HTMLButtonElement);
  #on = find("page-on", HTMLButtonElement);
  /** @type {readonly SampleEntry[]} */
  #entries = [];
  #page = 0;
  /** @type {SampleEntry | null} */
  #chosen = null;
  /** @type {(entry: SampleEntry) => void} */
  #choose;

  /** @param {(entry: SampleEntry) => void} choose told what was clicked */
  constructor(choose) {
    this.#choose = choose;
    this.#back.addEventListener("click", () => this.#turn(-1));
    this.#on.addEventListener("click", () => this.#turn(1));
    this.#list.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** @param {readonly SampleEntry[]} entries */
  show(entries) {
    this.#entries = entries;
    this.#page = Math.max(0, Math.floor(this.#indexOfChosen() / PAGE_LENGTH));
    this.#draw();
  }

  /**
   * Marks a sample and turns to its page.
   * @param {SampleEntry} entry
   */
  mark(entry) {
    this.#chosen = entry;
    const index = this.#indexOfChosen();
    if (index >= 0) this.#page = Math.floor(index / PAGE_LENGTH);
    this.#draw();
    this.#list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  /**
   * The sample `step` after the marked one; the first without one.
   * @param {number} step
   */
  neighbour(step) {
    const index = this.#indexOfChosen();
    return index < 0 ? this.#entries[0] : this.#entries[index + step];
  }

  focus() {
    const current = this.#list.querySelector("[aria-current]") ?? this.#list.querySelector("button");
    if (current instanceof HTMLElement) current.focus();
  }

  #indexOfChosen() {
    return this.#chosen === null ? -1 : this.#entries.indexOf(this.#chosen);
  }

  /** @param {number} step */
  #turn(step) {
    this.#page += step;
    this.#draw();
    this.#list.scrollTop = 0;
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[/** @type {"ArrowDown" | "ArrowUp"} */ (event.key)];
    const item = document.activeElement?.closest("li");
    if (step === undefined || !item) return;
    event.preventDefault();
    const next = step > 0 ? item.nextElementSibling : item.previousElementSibling;
    next?.querySelector("button")?.focus();
  }

  #draw() {
    const pages = Math.max(1, Math.ceil(this.#entries.length / PAGE_LENGTH));
    const start = this.#page * PAGE_LENGTH;
    this.#list.replaceChildren(...this.#entries.slice(start, start + PAGE_LENGTH).map((entry) => this.#row(entry)));
    this.#list.start = start + 1;
    this.#back.disabled = this.#page === 0;
    this.#on.disabled = this.#page >= pages - 1;
    find("page-number", HTMLSpanElement).textContent = `${this.#page + 1} of ${pages}`;
  }

  /** @param {SampleEntry} entry */
  #row(entry) {
    const { itemId, task, mode, question, answer, sampleIndex } = entry;
    const { word, kind } = verdictOf(entry);
    const where = `${task} · ${mode} · ${itemId}${sampleIndex === 0 ? "" : ` · sample ${sampleIndex + 1}`}`;
    const button = create(
      "button",
      { type: "button", "aria-current": entry === this.#chosen ? "true" : false },
      create("span", { class: `verdict ${kind}` }, word),
      create("span", { class: "where" }, where),
      create("span", { class: "question" }, question),
      create("span", { class: "answer" }, answer),
    );
    button.addEventListener("click", () => this.#choose(entry));
    return create("li", {}, button);
  }
}

/**
 * A sample's verdict in a word, and its class.
 * @param {SampleEntry} entry
 */
export function verdictOf({ status, value, overlong }) {
  if (status === "error" || value === null) return { word: "error", kind: "error" };
  if (overlong) return { word: "overlong", kind: "overlong" };
  if (value >= 1) return { word: "right", kind: "right" };
  if (value <= 0) return { word: "wrong", kind: "wrong" };
  return { word: value.toFixed(2), kind: "partly" };
}
