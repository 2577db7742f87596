import type { StreamPart } from "../../../chat/index.ts";
import { type ChatRequest, type StreamOptions, ThoughtControl } from "../../../hermes.ts";
import type { RouteRequest, ServerContext } from "../../contract.ts";
import type { AnswerMetrics } from "../../metrics.ts";
import { type ChoicePart, PartQueue } from "./part-queue.ts";

type FinishPart = Extract<StreamPart, { type: "finish" }>;

/** Begins one answer. */
export type StartAnswer = (options: StreamOptions) => AsyncIterable<StreamPart>;

export interface RunOptions {
  /** Give "prompt-progress" parts, of the first answer only. */
  readonly promptProgress?: boolean;
  /** Under this id the thought can be ended from outside, while the answer runs. For one answer only. */
  readonly controlId?: string;
  /** Puts a failure into the words of the body. */
  readonly explain?: (error: unknown) => unknown;
}

/**
 * Runs one answer: its parts as they come, told to the metrics, ended when the caller is gone. The engine never waits for the
 * reader; leaving the loop frees its sequence. Throws what `Hermes.stream` throws.
 */
export async function* runAnswer(
  server: ServerContext,
  request: RouteRequest,
  chatRequest: ChatRequest,
  options: RunOptions = {},
): AsyncGenerator<StreamPart> {
  const hermes = server.hermes();
  const start: StartAnswer = (streamOptions) => hermes.stream(chatRequest, streamOptions);
  for await (const { part } of runAnswers(server, request, [start], options)) yield part;
}

/**
 * Runs several answers to one request at once. The first begins alone; the others when its first part is there, so that they find
 * the prompt computed. A failure of one ends all.
 */
export async function* runAnswers(
  server: ServerContext,
  request: RouteRequest,
  starts: readonly StartAnswer[],
  options: RunOptions = {},
): AsyncGenerator<ChoicePart> {
  const stop = new AbortController();
  const signal = AbortSignal.any([request.signal, stop.signal]);
  const queue = new PartQueue();
  const thought = control(server, request, options);
  const logEnd = endLogger(server, request);
  const run = async (index: number, begun?: () => void) => {
    const first = index === 0 ? { promptProgress: options.promptProgress ?? false, ...thought } : {};
    const begin: StartAnswer = (own) => starts[index]!({ ...first, ...own });
    try {
      await pump(begin({ signal }), server.metrics.answerStarted(), (part) => {
        queue.push(index, part);
        if (part.type === "finish") logEnd(part);
        if (part.type !== "prompt-progress") begun?.();
        return queue.room();
      });
    } catch (error) {
      queue.fail(options.explain?.(error) ?? error);
      stop.abort();
    }
  };
  const all = runAll(starts.length, run).then(() => queue.close());
  try {
    yield* queue;
  } finally {
    stop.abort();
    if (options.controlId !== undefined) server.running.delete(options.controlId);
    await all;
  }
}

/** Settles when all answers are over. */
async function runAll(count: number, run: (index: number, begun?: () => void) => Promise<void>): Promise<void> {
  let others: Promise<void>[] = [];
  await run(0, () => {
    if (others.length === 0) others = Array.from({ length: count - 1 }, (_, index) => run(index + 1));
  });
  await Promise.all(others);
}

/** Reads as fast as parts come and there is room for them, and tells the metrics. */
async function pump(
  parts: AsyncIterable<StreamPart>,
  metrics: AnswerMetrics,
  give: (part: StreamPart) => Promise<void> | null,
): Promise<void> {
  try {
    for await (const part of parts) {
      if (part.type === "finish") {
        metrics.finished(part.reason, part.usage, part.timings, part.thinkingBudgetReached);
      } else if ("text" in part) metrics.tokensArrived(part.logprobs?.length ?? 1);
      const room = give(part);
      if (room !== null) await room;
    }
  } catch (error) {
    metrics.finished("error", null, null, false);
    throw error;
  }
}

/** Tells the log how answers end: counts in the request's line, what was said only where the operator wants it. */
function endLogger({ options }: ServerContext, request: RouteRequest): (part: FinishPart) => void {
  let completionTokens = 0;
  return ({ raw, reason, usage }) => {
    completionTokens += usage.completionTokens;
    request.note({ promptTokens: usage.promptTokens, completionTokens, reason });
    options.log.content?.({ id: request.id, answer: raw, reason }, "answer");
  };
}

function control(
  server: ServerContext,
  { caller }: RouteRequest,
  { controlId }: RunOptions,
): { thought?: ThoughtControl } {
  if (controlId === undefined) return {};
  const thought = new ThoughtControl();
  server.running.set(controlId, { id: controlId, keyName: caller.keyName, thought });
  return { thought };
}
