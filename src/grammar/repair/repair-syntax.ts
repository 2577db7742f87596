import { jsonrepair } from "jsonrepair";
import {
  isJsonArray,
  isJsonObject,
  type JsonValue,
  parseRepeatingJson,
  pointerTo,
  type RepeatedKey,
  toPlainValue,
} from "../schema-model/index.ts";
import type { RepairChange, TextEdit } from "./contract.ts";
import type { Candidate } from "./find-json.ts";
import { REPAIR_LIMITS } from "./limits.ts";
import { findEdits } from "./text-edits.ts";

/** A value read from a part of a text. */
export interface Reading {
  readonly value: JsonValue;
  /** The JSON text that was read: the given one, or the repaired. */
  readonly json: string;
  readonly edits: readonly TextEdit[];
  readonly changes: readonly RepairChange[];
  readonly complete: boolean;
  /** Words without brackets or quotes: hardly meant as JSON, unless the schema wants just them. */
  readonly isBare: boolean;
}

/**
 * Reads a part of a text as JSON, its syntax repaired where need be and not "strict"; null where nothing can be read. Never throws.
 */
export function readCandidate(text: string, candidate: Candidate, manner?: "strict"): Reading | null {
  const strict = tryRead(candidate.text);
  if (strict !== null) return readingOf(text, candidate, candidate.text, strict);
  if (manner === "strict" || candidate.text.length > REPAIR_LIMITS.text) return null;
  for (const variant of variantsOf(candidate.text)) {
    const repaired = tryRepair(variant);
    const read = repaired === null ? null : tryRead(repaired);
    if (repaired !== null && read !== null && isSameKind(variant, repaired)) {
      return readingOf(text, candidate, repaired, read);
    }
  }
  return null;
}

/** The text; and with faults mended that jsonrepair does not know: an opening brace that is missing, commas in a row. */
function variantsOf(given: string): readonly string[] {
  // Of a number that is cut off behind its sign nothing is known.
  const text = given.replace(/-\s*$/, "");
  const opened = /^["'\w$-]+["']?\s*:/.test(text) ? [`{${text}`] : [];
  const thinned = text.replace(/("(?:[^"\\]|\\.)*")|,(?:\s*,)+/g, (_, quoted?: string) => quoted ?? ",");
  return [...opened, text, ...(thinned === text ? [] : [thinned])];
}

/** A list of what was no list is a reading as lines of JSON, which findJson has looked for already. */
function isSameKind(text: string, repaired: string): boolean {
  const isList = repaired.trimStart().startsWith("[");
  return !isList || (text.startsWith("[") && !repaired.trimStart().startsWith("[\n["));
}

function tryRepair(text: string): string | null {
  try {
    return jsonrepair(text).trim();
  } catch {
    // A JSONRepairError, or a RangeError for brackets that nest too deep: both say that it cannot be read.
    return null;
  }
}

interface ReadText {
  readonly value: JsonValue;
  readonly repeated: readonly RepeatedKey[];
}

function tryRead(text: string): ReadText | null {
  const repeated: RepeatedKey[] = [];
  try {
    return { value: parseRepeatingJson(text, (key) => repeated.push(key)), repeated };
  } catch {
    return null;
  }
}

function readingOf(text: string, candidate: Candidate, json: string, read: ReadText): Reading {
  const { start, end } = candidate;
  const inner = findEdits(candidate.text, json);
  const marked = markNulls(candidate.text, inner);
  const { value, repeated } = (marked === null ? null : tryRead(marked)) ?? read;
  const pointers: string[] = [];
  const kept = marked === null ? value : withoutMarks(value, "", pointers);
  const left = pointers.map((pointer): RepairChange => ({ stage: "syntax", rule: "key-without-value", pointer }));
  const edits = findEdits(text.slice(start, end), json).map((edit) => ({ ...edit, offset: edit.offset + start }));
  return {
    value: kept,
    json,
    edits: [...removal(text, 0, start), ...edits, ...removal(text, end, text.length)],
    changes: [...repeated.map(repeatedChange), ...left],
    complete: !inner.some((edit) => closesEnd(edit, candidate.text.length)),
    isBare: !/[[{"']/.test(text.slice(start, end)) && typeof value === "string",
  };
}

/** The repaired text with a mark for each `null` that stands for nothing in the text; null where there is none. */
function markNulls(text: string, edits: readonly TextEdit[]): string | null {
  if (!edits.some(isInventedNull)) return null;
  let [marked, offset] = ["", 0];
  for (const edit of edits) {
    marked += text.slice(offset, edit.offset);
    marked += isInventedNull(edit) ? edit.inserted.replace("null", `"${NO_VALUE}"`) : edit.inserted;
    offset = edit.offset + edit.removed.length;
  }
  return marked + text.slice(offset);
}

function isInventedNull({ removed, inserted }: TextEdit): boolean {
  return /^["']?\s*:?\s*null\b/.test(inserted) && !/[\p{L}\p{N}]/u.test(removed);
}

/** A private character: it has no meaning that a text could give it. */
const NO_VALUE = "\u{F8FF}no value\u{F8FF}";

function withoutMarks(value: JsonValue, pointer: string, found: string[]): JsonValue {
  if (isJsonArray(value)) return value.map((item, index) => withoutMarks(item, pointerTo(pointer, index), found));
  if (!isJsonObject(value)) return value;
  const members = new Map<string, JsonValue>();
  for (const [key, member] of value) {
    if (member === NO_VALUE) found.push(pointerTo(pointer, key));
    else members.set(key, withoutMarks(member, pointerTo(pointer, key), found));
  }
  return members;
}

function repeatedChange({ pointer, first, last }: RepeatedKey): RepairChange {
  return { stage: "syntax", rule: "repeated-key", pointer, before: toPlainValue(first), after: toPlainValue(last) };
}

/** Whether an edit closes at the end what the text left open. */
function closesEnd({ offset, removed, inserted }: TextEdit, length: number): boolean {
  if (offset + removed.length < length) return false;
  return /[\]}]/.test(inserted) || (/"/.test(inserted) && !/["'”’`]/.test(removed));
}

function removal(text: string, start: number, end: number): readonly TextEdit[] {
  // Other space, such as U+00A0, is none in JSON.
  return /^[ \t\n\r]*$/.test(text.slice(start, end))
    ? []
    : [{ offset: start, removed: text.slice(start, end), inserted: "" }];
}
