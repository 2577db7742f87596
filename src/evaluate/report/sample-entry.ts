import type { Mode } from "../../environments/index.ts";
import type { SampleRow } from "../contract.ts";

/** A sample as the page's list knows it; its texts stand in a chunk. */
export interface SampleEntry {
  /** From 1. */
  readonly run: number;
  readonly task: string;
  readonly mode: Mode;
  readonly itemId: string;
  readonly sampleIndex: number;
  readonly category: string;
  readonly status: SampleRow["status"];
  /** Null for an error. */
  readonly value: number | null;
  readonly overlong: boolean;
  /** Nothing was read as the answer, though the thought ended. */
  readonly unreadable: boolean;
  readonly reasoningChars: number;
  readonly tokens: number | null;
  /** Beginnings of the question and of what was read as the answer, or of the error. Empty where texts are withheld. */
  readonly question: string;
  readonly answer: string;
  /** Why its texts are not in the page; null where they are. */
  readonly without: "unsafe" | "private" | "size" | null;
  /** Where its row is: the chunk, and the place in it. Null without texts. */
  readonly chunk: number | null;
  readonly place: number | null;
  /** Line of samples.jsonl, from 1. */
  readonly line: number;
}

const QUESTION_CHARS = 140;
const ANSWER_CHARS = 80;

export function createEntry(row: SampleRow, run: number, line: number, withheld: SampleEntry["without"]): SampleEntry {
  const { task, mode, itemId, sampleIndex, category, status, score, error, overlong, reasoningChars, usage } = row;
  const answer =
    error === null || error === undefined ? (score?.extracted?.text ?? score?.reason ?? "") : error.message;
  return {
    ...{ run, task, mode, itemId, sampleIndex, category, status, overlong, reasoningChars, line },
    value: status === "ok" ? score!.value : null,
    unreadable: status === "ok" && !overlong && (score!.extracted ?? null) === null,
    tokens: usage?.completionTokens ?? null,
    question: withheld === null ? shorten(questionOf(row.prompt), QUESTION_CHARS) : "",
    answer: withheld === null ? shorten(answer, ANSWER_CHARS) : "",
    ...{ without: withheld, chunk: null, place: null },
  };
}

/** The text of the last user message. */
function questionOf(prompt: unknown): string {
  const { messages } = (prompt ?? {}) as { readonly messages?: unknown };
  if (!Array.isArray(messages)) return "";
  const last = messages.findLast((message) => message?.role === "user") ?? messages.at(-1);
  const content: unknown = last?.content;
  return typeof content === "string" ? content : content === undefined ? "" : JSON.stringify(content);
}

function shorten(text: string, length: number): string {
  // A little more than is shown is folded, so that a long text costs nothing.
  const folded = text
    .slice(0, 4 * length)
    .replace(/\s+/g, " ")
    .trim();
  return folded.length <= length ? folded : `${folded.slice(0, length - 1)}…`.toWellFormed();
}
