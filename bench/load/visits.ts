import { createParser } from "eventsource-parser";
import type { Question } from "./questions.ts";

/** What came of one visit. `fault` says what was wrong; null when all was as it should be. */
export interface Visit {
  readonly kind: VisitKind;
  readonly firstTokenMs: number | null;
  readonly tokens: number;
  readonly fault: string | null;
}

export type VisitKind = "whole" | "slow" | "aborted" | "malformed";

interface Delta {
  readonly reasoning_content?: string;
  readonly content?: string;
}

const SLOW_PAUSE_MS = 40;

/** Bodies that are wrong, each in a way of its own; all must be refused with a status from 400 to 499. */
const malformed: readonly string[] = [
  "",
  "{",
  "[]",
  "null",
  '{"messages": []}',
  '{"model": "nano", "messages": "Hi"}',
  '{"model": "nano", "messages": [{"role": "user", "content": 5}]}',
  '{"model": "nano", "messages": [{"role": "user", "content": "Hi"}], "temperature": "hot"}',
  '{"model": "nano", "messages": [{"role": "user", "content": "Hi"}], "unheard_of": 1}',
  '{"model": "other", "messages": [{"role": "user", "content": "Hi"}]}',
  `${"[".repeat(10_000)}`,
];

/** Asks one question in the manner of `kind`. Never rejects. */
export async function visit(url: string, kind: VisitKind, question: Question, chance: () => number): Promise<Visit> {
  try {
    return kind === "malformed" ? await sendNonsense(url, chance) : await ask(url, kind, question, chance);
  } catch (error) {
    return { kind, firstTokenMs: null, tokens: 0, fault: `${(error as Error).message}` };
  }
}

async function sendNonsense(url: string, chance: () => number): Promise<Visit> {
  const body = malformed[Math.floor(chance() * malformed.length)]!;
  const { status } = await post(url, body);
  const fault = status >= 400 && status < 500 ? null : `${JSON.stringify(body.slice(0, 60))} got status ${status}`;
  return { kind: "malformed", firstTokenMs: null, tokens: 0, fault };
}

async function ask(url: string, kind: VisitKind, question: Question, chance: () => number): Promise<Visit> {
  const leaving = new AbortController();
  const leaveAfter = kind === "aborted" ? Math.floor(chance() * 30) : Number.POSITIVE_INFINITY;
  const askedAt = performance.now();
  const answer = await post(url, question.body, leaving.signal);
  if (answer.status !== 200) return { kind, firstTokenMs: null, tokens: 0, fault: `status ${answer.status}` };
  let [reasoning, content, tokens, done] = ["", "", 0, false];
  let firstTokenMs: number | null = null;
  const parser = createParser({
    onEvent({ data }) {
      if (data === "[DONE]") done = true;
      else {
        const delta = readDelta(data);
        if (delta.content || delta.reasoning_content) {
          firstTokenMs ??= performance.now() - askedAt;
          tokens++;
        }
        content += delta.content ?? "";
        reasoning += delta.reasoning_content ?? "";
      }
    },
  });
  const decoder = new TextDecoder();
  const reader = answer.body!.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parser.feed(decoder.decode(read.value, { stream: true }));
    if (tokens > leaveAfter) {
      const isPrefix = question.content.startsWith(content) && question.reasoning.startsWith(reasoning);
      leaving.abort();
      return { kind, firstTokenMs, tokens, fault: isPrefix ? null : "what came before leaving is not the answer" };
    }
    if (kind === "slow") await new Promise((resolve) => setTimeout(resolve, SLOW_PAUSE_MS));
  }
  const same = done && content === question.content && reasoning === question.reasoning;
  const got = `${JSON.stringify(reasoning)} ${JSON.stringify(content)}`;
  const fault = same
    ? null
    : `${got} instead of ${JSON.stringify(question.reasoning)} ${JSON.stringify(question.content)}`;
  return { kind, firstTokenMs, tokens, fault };
}

function readDelta(data: string): Delta {
  const chunk = JSON.parse(data) as { error?: object; choices?: readonly { delta: Delta }[] };
  if (chunk.error !== undefined) throw new Error(`an error in the stream: ${data}`);
  return chunk.choices?.[0]?.delta ?? {};
}

function post(url: string, body: string, signal?: AbortSignal): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(url, { method: "POST", headers, body, ...(signal === undefined ? {} : { signal }) });
}
