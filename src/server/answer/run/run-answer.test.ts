import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StreamPart } from "../../../chat/index.ts";
import type { StreamOptions } from "../../../hermes.ts";
import type { RouteRequest, ServerContext } from "../../contract.ts";
import { type NanoServer, nanoServer } from "../../testing/nano-server.ts";
import type { ChoicePart } from "./part-queue.ts";
import { runAnswer, runAnswers, type StartAnswer } from "./run-answer.ts";

let nano: NanoServer;
beforeAll(async () => {
  nano = await nanoServer({ metrics: true });
});
afterAll(() => nano.hermes.dispose());

const request = (signal: AbortSignal = new AbortController().signal): RouteRequest => ({
  id: "req_1",
  caller: { keyName: "me", cacheSalt: undefined },
  body: {},
  parameters: {},
  headers: new Headers(),
  signal,
  answerHeaders: new Headers(),
  note() {},
});

/** The server, with what its metrics are told. */
function watched(): { readonly server: ServerContext; readonly told: string[] } {
  const told: string[] = [];
  const metrics = {
    ...nano.core.metrics,
    answerStarted: () => ({
      tokensArrived: (count: number) => void told.push(`tokens ${count}`),
      finished: (reason: string) => void told.push(`finished ${reason}`),
    }),
  };
  const { options, state, approvals } = nano.core;
  const hermes = () => nano.hermes;
  const server = { options, state, approvals, startedAt: 0, metrics, running: new Map(), hermes, now: () => 0 };
  return { server, told };
}

const usage = { promptTokens: 1, completionTokens: 2, reasoningTokens: 0, cachedTokens: 0 };
const finish: Extract<StreamPart, { type: "finish" }> = {
  type: "finish",
  reason: "stop",
  usage,
  timings: { promptMs: 1, decodeMs: 1 },
  thinkingBudgetReached: false,
  stoppedBy: null,
  raw: "",
};
const text = (piece: string): StreamPart => ({ type: "text-delta", text: piece });

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Gives its parts one a turn of the event loop, until it is cancelled. */
function recite(parts: readonly StreamPart[], log: string[] = [], name = ""): StartAnswer {
  return async function* ({ signal }: StreamOptions): AsyncGenerator<StreamPart> {
    log.push(`${name} begins`);
    for (const part of parts) {
      await turn();
      if (signal?.aborted) {
        log.push(`${name} is cancelled`);
        yield { ...finish, reason: "cancelled" };
        return;
      }
      yield part;
    }
    log.push(`${name} ends`);
  };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const read: Item[] = [];
  for await (const item of items) read.push(item);
  return read;
}

describe("one answer", () => {
  test("passes as it comes, and the metrics know", async () => {
    const { server, told } = watched();
    const chatRequest = {
      messages: [{ role: "user" as const, content: "What is 2 + 3?" }],
      sampling: { temperature: 0 },
    };
    const parts = await all(runAnswer(server, request(), chatRequest));
    expect(
      parts
        .filter((part) => part.type === "text-delta")
        .map((part) => part.text)
        .join(""),
    ).toBe("2 + 3 = 5");
    expect(parts.at(-1)!.type).toBe("finish");
    expect(told.at(-1)).toBe("finished stop");
    expect(told.filter((line) => line.startsWith("tokens")).length).toBeGreaterThan(2);
  });

  test("is read to its end while nobody takes it, and waits in few parts", async () => {
    const { server } = watched();
    const log: string[] = [];
    const pieces = Array.from({ length: 500 }, () => text("x"));
    const answers = runAnswers(server, request(), [recite([text("first"), ...pieces, finish], log, "it")]);
    expect((await answers.next()).value.part).toEqual(text("first"));
    while (!log.includes("it ends")) await turn();
    const rest = await all(answers);
    expect(rest.map(({ part }) => part)).toEqual([text("x".repeat(500)), finish]);
  });

  test("left early is cancelled, and leaving waits for that", async () => {
    const { server, told } = watched();
    const log: string[] = [];
    for await (const _part of runAnswers(server, request(), [recite(Array(1000).fill(text("x")), log, "it")])) break;
    expect(log).toEqual(["it begins", "it is cancelled"]);
    expect(told.at(-1)).toBe("finished cancelled");
  });

  test("ends when the caller is gone", async () => {
    const { server } = watched();
    const controller = new AbortController();
    const log: string[] = [];
    const answers = runAnswers(server, request(controller.signal), [recite(Array(1000).fill(text("x")), log, "it")]);
    await answers.next();
    controller.abort();
    expect((await all(answers)).at(-1)!.part).toMatchObject({ type: "finish", reason: "cancelled" });
    expect(log).toEqual(["it begins", "it is cancelled"]);
  });

  test("is known by its id while it runs, for the key that asked", async () => {
    const { server } = watched();
    const answers = runAnswers(server, request(), [recite([text("a"), finish])], { controlId: "chatcmpl-1" });
    await answers.next();
    expect(server.running.get("chatcmpl-1")).toMatchObject({ id: "chatcmpl-1", keyName: "me" });
    await all(answers);
    expect(server.running.size).toBe(0);
  });

  test("tells failures in the words of the body", async () => {
    const { server } = watched();
    const failing: StartAnswer = async function* () {
      yield text("a");
      throw new Error("theirs");
    };
    const answers = runAnswers(server, request(), [failing], { explain: () => new Error("ours") });
    await expect(all(answers)).rejects.toThrow("ours");
  });
});

describe("several answers", () => {
  const numbered = (count: number) => (_: unknown, index: number) =>
    Array(count)
      .fill(text(`${index}`))
      .concat(finish);

  test("begin when the first one has its first part", async () => {
    const { server } = watched();
    const log: string[] = [];
    const progress: StreamPart = {
      type: "prompt-progress",
      totalTokens: 1,
      cachedTokens: 0,
      processedTokens: 1,
      elapsedMs: 0,
    };
    const starts = [
      recite([progress, text("a"), finish], log, "0"),
      recite([finish], log, "1"),
      recite([finish], log, "2"),
    ];
    const answers = runAnswers(server, request(), starts, { promptProgress: true });
    expect((await answers.next()).value.part.type).toBe("prompt-progress");
    expect(log).toEqual(["0 begins"]);
    await all(answers);
    expect(log.slice(0, 3)).toEqual(["0 begins", "1 begins", "2 begins"]);
  });

  test("keep apart", async () => {
    const { server } = watched();
    const starts = Array.from({ length: 3 }, numbered(20)).map((parts) => recite(parts));
    const answers: ChoicePart[] = await all(runAnswers(server, request(), starts));
    for (const index of [0, 1, 2]) {
      const own = answers.filter((answer) => answer.index === index).map(({ part }) => part);
      expect(own.map((part) => (part.type === "text-delta" ? part.text : "")).join("")).toBe(`${index}`.repeat(20));
      expect(own.at(-1)).toEqual(finish);
    }
  });

  test("end with the failure of one", async () => {
    const { server, told } = watched();
    const log: string[] = [];
    const breaks: StartAnswer = async function* () {
      yield text("b");
      throw new Error("the engine broke");
    };
    const starts = [recite(Array(1000).fill(text("a")), log, "0"), breaks];
    await expect(all(runAnswers(server, request(), starts))).rejects.toThrow("the engine broke");
    expect(log).toEqual(["0 begins", "0 is cancelled"]);
    expect(told).toContain("finished error");
  });

  test("fail where one cannot even begin", async () => {
    const { server } = watched();
    const refuses: StartAnswer = () => {
      throw new Error("the model is gone");
    };
    await expect(all(runAnswers(server, request(), [refuses]))).rejects.toThrow("the model is gone");
  });

  test("do not begin where the first fails at once", async () => {
    const { server } = watched();
    const log: string[] = [];
    const breaks: StartAnswer = async function* () {
      await turn();
      throw new Error("no such prompt");
      // biome-ignore lint/correctness/noUnreachable: it makes this a generator of parts.
      yield finish;
    };
    await expect(all(runAnswers(server, request(), [breaks, recite([finish], log, "1")]))).rejects.toThrow(
      "no such prompt",
    );
    expect(log).toEqual([]);
  });
});
