/** The one suite of backends: the same conversations give the same parts, whoever answers. */
import { describe, expect, test } from "vitest";
import { parseOutput, type StreamPart, startOfAnswer, toMessage } from "../../chat/index.ts";
import { type ErrorCode, isHermesError } from "../../errors.ts";
import { collectAnswer } from "../collect-answer.ts";
import type { ChatBackend, ChatRequest, StreamOptions } from "../contract.ts";
import { type Conversation, conversations, question } from "./conversations.ts";
import { type JoinedPart, joinParts } from "./joined-parts.ts";

/**
 * A backend whose model says `text`, then ends its turn; what is forced upon it (the end of a thought) does not change its text.
 * It takes tokens to be bytes and Hermes tags (`createTestTokenizer` of native/test-model.ts), and 4,096 of them as context.
 */
export type CreateReciter = (text: string) => ChatBackend | Promise<ChatBackend>;

export interface ConformanceOptions {
  /** Conversations this backend cannot hold, by name, with the reason; they are shown as skipped. */
  readonly skip?: Readonly<Record<string, string>>;
  /**
   * True when somebody else takes the model's text apart, so that spacing between tags, what was mended in a call and the like
   * cannot be known. The parts must be the same all the same. Default false.
   */
  readonly textTakenApart?: boolean;
}

export function describeConformance(name: string, create: CreateReciter, options: ConformanceOptions = {}): void {
  const { skip = {} } = options;
  const known = new Set(conversations.map((conversation) => conversation.name));
  const unknown = Object.keys(skip).filter((skipped) => !known.has(skipped));
  if (unknown.length > 0) throw new Error(`no such conversation: ${unknown.join(", ")}`);

  describe(`${name} conforms`, () => {
    for (const conversation of conversations) {
      const reason = skip[conversation.name];
      const title = reason === undefined ? conversation.name : `${conversation.name} (skipped: ${reason})`;
      test.skipIf(reason !== undefined)(title, () => holdConversation(create, conversation, options));
    }
    describeCancelling(create);
    describeRefusals(create);
  });
}

async function holdConversation(
  create: CreateReciter,
  conversation: Conversation,
  { textTakenApart = false }: ConformanceOptions,
): Promise<void> {
  const request: ChatRequest = { ...question, ...conversation.request };
  const stream = await say(create, conversation.says, request);
  const answer = joinParts(stream);
  const withoutNotes = (part: JoinedPart) => ("call" in part ? { ...part, notes: [] } : part);
  expect(textTakenApart ? answer.parts.map(withoutNotes) : answer.parts).toEqual(conversation.parts);
  expect(answer.diagnostics).toEqual(conversation.diagnostics ?? []);
  expect(new Set(answer.callIds).size).toBe(answer.callIds.length);
  expect(answer.callIds).not.toContain("");

  const { reason, raw, stoppedBy, thinkingBudgetReached, usage, timings } = answer.finish;
  expect(reason).toBe(conversation.reason ?? "stop");
  expect(thinkingBudgetReached).toBe(conversation.budgetReached ?? false);
  // Without a stop string, only the end of the turn may be named, by backends that know tokens.
  if (conversation.stoppedBy === undefined) expect(stoppedBy ?? "<|").toMatch(/^<\|/);
  else expect(stoppedBy).toBe(conversation.stoppedBy);
  if (!textTakenApart) expect(raw).toBe(conversation.raw ?? conversation.says);
  await expectSameWhenReadAgain(raw, request, stream);

  for (const count of Object.values(usage)) expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
  expect(usage.reasoningTokens).toBeLessThanOrEqual(Math.min(usage.completionTokens, request.thinkingBudget ?? 1e9));
  expect(usage.cachedTokens).toBeLessThanOrEqual(usage.promptTokens);
  expect(Math.min(timings.promptMs, timings.decodeMs)).toBeGreaterThanOrEqual(0);
}

/** All a backend says of an answer is in its raw text. */
async function expectSameWhenReadAgain(
  raw: string,
  request: ChatRequest,
  stream: readonly StreamPart[],
): Promise<void> {
  const last = request.messages.at(-1)!;
  const prefill = request.continueFinalMessage === true ? String(last.content) : "";
  const tools = (request.tools?.length ?? 0) > 0;
  const again = toMessage(parseOutput(raw, { start: startOfAnswer(prefill), tools }).parts);
  async function* whole() {
    yield* stream;
  }
  const answer = await collectAnswer(whole());
  expect({
    reasoning: answer.reasoning,
    content: answer.content,
    toolCalls: answer.toolCalls.map(({ name, arguments: args }) => ({ name, arguments: args })),
    invalidToolCalls: answer.invalidToolCalls,
  }).toEqual(again);
}

const babble = "word ".repeat(400);
/** One before the signal, the step in flight, what may be held back, and the end. */
const MOST_PARTS_CANCELLED = 8;

function describeCancelling(create: CreateReciter): void {
  test("a signal in the middle ends the answer with what was said so far", async () => {
    const abort = new AbortController();
    const stream = await say(create, babble, question, { signal: abort.signal }, () => abort.abort());
    const { parts, finish } = joinParts(stream);
    expect(stream.length).toBeLessThan(MOST_PARTS_CANCELLED);
    const text = parts[0] !== undefined && "text" in parts[0] ? parts[0].text : "";
    expect(finish.reason).toBe("cancelled");
    expect(text).not.toBe("");
    expect(text.length).toBeLessThan(babble.length);
    expect(babble.startsWith(text)).toBe(true);
  });

  test("a signal aborted beforehand", async () => {
    const { parts, finish } = joinParts(await say(create, "Hello.", question, { signal: AbortSignal.abort() }));
    expect({ parts, reason: finish.reason, raw: finish.raw }).toEqual({ parts: [], reason: "cancelled", raw: "" });
  });

  test("leaving the loop early lets the backend go", async () => {
    const backend = await create(babble);
    for await (const part of backend.stream(question)) {
      expect(part.type).toBe("text-delta");
      break;
    }
    await backend.dispose();
  });

  test("a disposed backend says so, and disposing twice is harmless", async () => {
    const backend = await create("Hello.");
    await backend.dispose();
    await backend.dispose();
    await expect(collectAnswer(backend.stream(question))).rejects.toSatisfy((error) =>
      isHermesError(error, "disposed"),
    );
  });
}

const refusals: readonly { name: string; request: Partial<ChatRequest>; code: ErrorCode }[] = [
  { name: "an empty stop string", request: { stop: [""] }, code: "usage" },
  { name: "a negative thinking budget", request: { thinkingBudget: -1 }, code: "usage" },
  { name: "maxTokens 0", request: { maxTokens: 0 }, code: "usage" },
  { name: "top-p 2", request: { sampling: { topP: 2 } }, code: "usage" },
  { name: "no messages", request: { messages: [] }, code: "prompt-invalid" },
  {
    name: "an unknown role",
    request: { messages: [{ role: "oracle" as "user", content: "a" }] },
    code: "prompt-invalid",
  },
  { name: "a user's turn to go on with", request: { continueFinalMessage: true }, code: "prompt-invalid" },
];

function describeRefusals(create: CreateReciter): void {
  test.each(refusals)("$name is refused before the first part", async ({ request, code }) => {
    const answering = say(create, "Hello.", { ...question, ...request });
    await expect(answering).rejects.toSatisfy((error) => isHermesError(error, code));
  });
}

/** All parts of one answer; `onText` is called after the first piece of text. */
async function say(
  create: CreateReciter,
  text: string,
  request: ChatRequest,
  options: StreamOptions = {},
  onText?: () => void,
): Promise<StreamPart[]> {
  const backend = await create(text);
  const parts: StreamPart[] = [];
  try {
    for await (const part of backend.stream(request, options)) {
      parts.push(part);
      if (part.type === "text-delta") onText?.();
    }
  } finally {
    await backend.dispose();
  }
  return parts;
}
