/** @import { SampleEntry } from "../sample-entry.ts" */
/** @import { SampleRow } from "../../contract.ts" */
/** @import { Mark } from "./segments.js" */
import { create } from "./elements.js";
import { verdictOf } from "./sample-list.js";
import { cutSegments, endOfThought } from "./segments.js";

/** Of a span in the list of evidence; the completion shows it whole. */
const EVIDENCE_CHARS = 200;
/** Characters of a field that stands beside others. */
const SHORT_FIELD = 60;

/**
 * Everything about a sample, as elements.
 * @param {SampleEntry} entry
 * @param {SampleRow | null} row null where its texts are not in the page
 * @returns {Node[]}
 */
export function viewSample(entry, row) {
  const { task, mode, itemId, sampleIndex } = entry;
  const { word, kind } = verdictOf(entry);
  const title = `${task}, ${mode}, item ${itemId}, sample ${sampleIndex + 1}`;
  const head = create("h3", {}, create("span", { class: `verdict ${kind}` }, word), ` ${title}`);
  if (row === null) return [head, viewFacts(entry, null), create("p", { class: "hint" }, whyWithout(entry))];
  return [
    head,
    viewFacts(entry, row),
    ...viewError(row),
    ...viewPrompt(row),
    ...viewCompletion(row),
    ...viewEvidence(row),
    fold("Record of the sample", create("pre", {}, JSON.stringify(withoutTexts(row), null, 2))),
  ];
}

/** @param {SampleEntry} entry */
function whyWithout({ without, line }) {
  const place = `It is line ${line} of samples.jsonl.`;
  if (without === "unsafe") return `This request asks for harm: its texts are left out. ${place}`;
  if (without === "private") return `This item is not to be published: its texts are left out. ${place}`;
  return `The texts of this sample are not in this page, which would be too large. ${place}`;
}

/**
 * @param {SampleEntry} entry
 * @param {SampleRow | null} row
 */
function viewFacts({ category, tokens, reasoningChars, value, run }, row) {
  /** @type {[string, string | number | null | undefined][]} */
  const facts = [
    ["run", run],
    ["category", category],
    ["score", value],
    ["read by", row?.score?.extracted?.method],
    ["not 1 because", row?.score?.reason],
    ["tokens", tokens],
    ["characters of thought", reasoningChars],
    ["ended by", row?.finishReason],
    ["seed", row?.seed],
    ["seconds", row === null ? null : (row.latencyMs / 1000).toFixed(2)],
    ...Object.entries(row?.score?.checks ?? {}).map(
      ([name, holds]) => /** @type {[string, string]} */ ([name, holds ? "yes" : "no"]),
    ),
  ];
  const known = facts.filter(([, fact]) => fact !== null && fact !== undefined && fact !== "");
  return viewFields(known.map(([name, fact]) => [name, String(fact)]));
}

/** @param {readonly (readonly [string, string])[]} fields */
function viewFields(fields) {
  return create(
    "dl",
    { class: "facts" },
    ...fields.map(([name, field]) => create("div", {}, create("dt", {}, name), create("dd", {}, field))),
  );
}

/** @param {SampleRow} row */
function viewError({ error }) {
  if (!error) return [];
  const text = `${error.kind} error, ${error.code}: ${error.message}`;
  return [create("h4", {}, "Error"), create("pre", { class: "fault" }, text)];
}

/** @param {SampleRow} row */
function viewPrompt({ prompt }) {
  const { messages, ...request } = /** @type {{ messages?: unknown }} */ (prompt ?? {});
  const list = Array.isArray(messages) ? messages : [];
  return [
    create("h4", {}, "Prompt"),
    ...list.map((message) => {
      const { role, content, ...rest } = message ?? {};
      const more = Object.keys(rest).length === 0 ? [] : [create("pre", {}, JSON.stringify(rest, null, 2))];
      const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
      return create(
        "div",
        { class: "message" },
        create("h5", {}, String(role)),
        create("pre", {}, text ?? ""),
        ...more,
      );
    }),
    ...(Object.keys(request).length === 0
      ? []
      : [fold("Rest of the request", create("pre", {}, JSON.stringify(request, null, 2)))]),
  ];
}

/** @param {SampleRow} row */
function viewCompletion(row) {
  const { completion, overlong, reasoningChars } = row;
  const marks = marksOf(row);
  const end = endOfThought(completion, overlong);
  const isMarked = marks.some(({ start }) => start < end);
  const size = `${reasoningChars.toLocaleString("en-US")} characters`;
  const thought = fold(
    `Thought${overlong ? ", without an end" : ""}: ${size}`,
    viewText(completion, marks, 0, end),
    isMarked,
  );
  return [
    create("h4", {}, "Completion"),
    ...(end === 0 ? [] : [thought]),
    ...(end < completion.length ? [viewText(completion, marks, end, completion.length)] : []),
    ...(completion === "" ? [create("p", { class: "hint" }, "There is none.")] : []),
  ];
}

/**
 * @param {string} text
 * @param {readonly Mark[]} marks
 * @param {number} start
 * @param {number} end
 */
function viewText(text, marks, start, end) {
  const segments = cutSegments(text, marks, start, end).map(({ text: part, mark }) =>
    mark === null ? part : create("mark", { class: mark.kind, title: mark.note }, part),
  );
  return create("pre", { class: "completion" }, ...segments);
}

/**
 * @param {SampleRow} row
 * @returns {Mark[]}
 */
function marksOf({ score }) {
  const extracted = score?.extracted ? [score.extracted] : [];
  return [
    ...extracted.map(({ start, end, method }) => ({
      start,
      end,
      kind: /** @type {const} */ ("extracted"),
      note: method,
    })),
    ...(score?.rejected ?? []).map(({ start, end, reason }) => ({
      ...{ start, end, note: reason },
      kind: /** @type {const} */ ("rejected"),
    })),
  ];
}

/** @param {SampleRow} row */
function viewEvidence(row) {
  const { score } = row;
  if (!score) return [];
  const marks = marksOf(row).map(({ start, end, kind, note }) =>
    create(
      "li",
      {},
      create("mark", { class: kind }, shorten(row.completion.slice(start, end))),
      ` ${kind === "extracted" ? "taken" : "not taken"}: ${note} (${start} to ${end})`,
    ),
  );
  const verdict = score.verdict === undefined ? [] : [create("h5", {}, "Verdict"), viewValue(score.verdict)];
  return [
    create("h4", {}, "Evidence"),
    marks.length === 0
      ? create("p", { class: "hint" }, "Nothing was read as the answer.")
      : create("ul", { class: "evidence" }, ...marks),
    ...verdict,
  ];
}

/**
 * JSON with its texts as text: what judges say has several lines. Short fields stand side by side.
 * @param {unknown} value
 * @returns {HTMLElement}
 */
function viewValue(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return create("pre", {}, typeof value === "string" ? value : JSON.stringify(value, null, 2));
  const isShort = (/** @type {unknown} */ field) =>
    typeof field === "string" ? field.length <= SHORT_FIELD && !field.includes("\n") : !(field instanceof Object);
  const fields = Object.entries(value);
  return create(
    "div",
    {},
    viewFields(fields.filter(([, field]) => isShort(field)).map(([name, field]) => [name, String(field)])),
    ...fields
      .filter(([, field]) => !isShort(field))
      .flatMap(([name, field]) => [create("h5", {}, name), viewValue(field)]),
  );
}

/** @param {string} text */
function shorten(text) {
  return text.length <= EVIDENCE_CHARS ? text : `${text.slice(0, EVIDENCE_CHARS)}…`;
}

/** @param {SampleRow} row */
function withoutTexts({ prompt: _prompt, completion: _completion, ...rest }) {
  return rest;
}

/**
 * @param {string} title
 * @param {Node} content
 * @param {boolean} open
 */
function fold(title, content, open = false) {
  return create("details", { open }, create("summary", {}, title), content);
}
