/** @import { SampleEntry } from "../sample-entry.ts" */

/**
 * What is asked for; empty texts ask for everything.
 * @typedef {{ readonly run: string, readonly task: string, readonly mode: string, readonly kind: string, readonly text: string }} Filter
 */

/**
 * Whether an entry fits, its text apart.
 * @param {SampleEntry} entry
 * @param {Filter} filter
 */
export function fits(entry, { run, task, mode, kind }) {
  return (
    (run === "" || String(entry.run) === run) &&
    (task === "" || entry.task === task) &&
    (mode === "" || entry.mode === mode) &&
    (kind === "" || kinds[kind]?.(entry) === true)
  );
}

/** @type {Readonly<Record<string, (entry: SampleEntry) => boolean>>} */
const kinds = {
  wrong: ({ status, value }) => status === "ok" && value === 0,
  right: ({ value }) => value !== null && value >= 1,
  "partly right": ({ value }) => value !== null && value > 0 && value < 1,
  errored: ({ status }) => status === "error",
  overlong: ({ overlong }) => overlong,
  unreadable: ({ unreadable }) => unreadable,
};

/**
 * Whether the words of a list entry hold every word of a search, any case.
 * @param {SampleEntry} entry
 * @param {string} text
 */
export function mentions({ itemId, category, question, answer, task }, text) {
  const all = `${task}\n${itemId}\n${category}\n${question}\n${answer}`.toLowerCase();
  return wordsOf(text).every((word) => all.includes(word));
}

/**
 * Whether a whole row holds every word of a search, any case.
 * @param {object} row
 * @param {string} text
 */
export function holds(row, text) {
  const all = textsOf(row).join("\n").toLowerCase();
  return wordsOf(text).every((word) => all.includes(word));
}

/**
 * @param {unknown} value
 * @returns {string[]}
 */
function textsOf(value) {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** @param {string} text */
function wordsOf(text) {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}
