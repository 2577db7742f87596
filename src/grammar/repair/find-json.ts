import { JSON_DEPTH_LIMIT } from "../schema-model/index.ts";
import { REPAIR_LIMITS } from "./limits.ts";

/** A part of a text that may be the JSON in it. */
export interface Candidate {
  readonly start: number;
  readonly end: number;
  /** The part, or, where several values stand in a row, the list of them. */
  readonly text: string;
}

/** The parts of a text that may be its JSON, likeliest first: an answer stands behind its thought, and the last of several counts. */
export function findJson(text: string): readonly Candidate[] {
  const begin = text.lastIndexOf("</think>") < 0 ? 0 : text.lastIndexOf("</think>") + "</think>".length;
  const fenced = findFenced(text, begin);
  const spans = fenced.length > 0 ? fenced : findBracketed(text, begin);
  const latest = spans.toReversed().slice(0, REPAIR_LIMITS.readings);
  const whole = trimmed(text, begin, text.length);
  return [...listOf(text, spans), ...latest, ...(whole.text === "" ? [] : [whole])];
}

/** What stands in code fences, where it has brackets or is JSON as it is. The last fence may be open. */
function findFenced(text: string, begin: number): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const { index, 0: block, 1: opening = "" } of text.slice(begin).matchAll(/(```[\w-]*\s)[\s\S]*?(?:```|$)/g)) {
    const start = begin + index + opening.length;
    const end = begin + index + block.length - (block.length > opening.length && block.endsWith("```") ? 3 : 0);
    const part = trimmed(text, start, Math.max(start, end));
    if (/[[{]/.test(part.text) || isScalar(part.text)) found.push(part);
  }
  return found;
}

function isScalar(text: string): boolean {
  return /^(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)$/.test(text);
}

/** From each outermost opening bracket to the closing one, or to the end. */
function findBracketed(text: string, begin: number): readonly Candidate[] {
  const found: Candidate[] = [];
  for (let start = begin; start < text.length; start++) {
    if (text[start] !== "{" && text[start] !== "[") continue;
    const end = findClosing(text, start);
    found.push(trimmed(text, start, end ?? text.length));
    if (end === null) break;
    start = end - 1;
  }
  return found;
}

/** Behind the bracket that closes the one at `start`; null where none does, or where brackets nest too deep. */
function findClosing(text: string, start: number): number | null {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === '"') index = skipString(text, index);
    else if (character === "{" || character === "[") depth++;
    else if ((character === "}" || character === "]") && --depth === 0) return index + 1;
    if (depth > JSON_DEPTH_LIMIT) return null;
  }
  return null;
}

/** Place of the quote that ends a string; the end of the text where none does. */
function skipString(text: string, start: number): number {
  let index = start + 1;
  for (; index < text.length && text[index] !== '"'; index++) if (text[index] === "\\") index++;
  return index;
}

/** Several values with nothing but commas and space between them are a list without brackets. */
function listOf(text: string, spans: readonly Candidate[]): readonly Candidate[] {
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined || spans.length < 2) return [];
  const apart = spans.slice(1).every(({ start }, index) => /^[\s,]+$/.test(text.slice(spans[index]!.end, start)));
  if (!apart) return [];
  return [{ start: first.start, end: last.end, text: `[${spans.map((span) => span.text).join(",")}]` }];
}

function trimmed(text: string, start: number, end: number): Candidate {
  const part = text.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  return { start: from, end: from + part.trim().length, text: part.trim() };
}
