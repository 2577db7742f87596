import { expect, test } from "vitest";
import type { StreamPart } from "../../../chat/index.ts";
import { type ChoicePart, PartQueue } from "./part-queue.ts";

const text = (piece: string): StreamPart => ({ type: "text-delta", text: piece });
const thought = (piece: string): StreamPart => ({ type: "reasoning-delta", text: piece });
const scored = (piece: string): StreamPart => ({
  type: "text-delta",
  text: piece,
  logprobs: [{ token: piece.length, text: piece, bytes: null, logprob: 0, top: [] }],
});

async function drain(queue: PartQueue): Promise<ChoicePart[]> {
  const parts: ChoicePart[] = [];
  for await (const part of queue) parts.push(part);
  return parts;
}

test("what waits is joined, in its order, text with text and thought with thought", async () => {
  const queue = new PartQueue();
  for (const part of [thought("a"), thought("b"), { type: "reasoning-end", closed: true } as const])
    queue.push(0, part);
  for (const part of [text("c"), text("d"), text("e")]) queue.push(0, part);
  queue.close();
  expect(await drain(queue)).toEqual([
    { index: 0, part: thought("ab") },
    { index: 0, part: { type: "reasoning-end", closed: true } },
    { index: 0, part: text("cde") },
  ]);
});

test("answers that come at once are joined each by itself", async () => {
  const queue = new PartQueue();
  for (let round = 0; round < 1000; round++) for (const index of [0, 1, 2]) queue.push(index, text(`${index}`));
  queue.close();
  expect(await drain(queue)).toEqual([0, 1, 2].map((index) => ({ index, part: text(`${index}`.repeat(1000)) })));
});

test("joined text keeps the probabilities of its tokens", async () => {
  const queue = new PartQueue();
  for (const piece of ["a", "bb", "ccc"]) queue.push(0, scored(piece));
  queue.close();
  const [{ part } = { part: null }] = await drain(queue);
  expect(part).toMatchObject({ text: "abbccc", logprobs: [{ token: 1 }, { token: 2 }, { token: 3 }] });
});

test("parts with probabilities stay small, and a writer is held until the reader has caught up", async () => {
  const queue = new PartQueue();
  let pushed = 0;
  for (; queue.room() === null; pushed++) queue.push(0, scored("a"));
  expect(pushed).toBeGreaterThan(1000);
  let free = false;
  void queue.room()?.then(() => {
    free = true;
  });
  const reader = queue[Symbol.asyncIterator]();
  expect(free).toBe(false);
  let read = 0;
  for (let count = 0; count < 2; count++) {
    const { part } = ((await reader.next()) as { value: ChoicePart }).value;
    if (part.type === "text-delta") read += part.text.length;
  }
  await Promise.resolve();
  expect(free).toBe(true);
  queue.close();
  for await (const { part } of queue) if (part.type === "text-delta") read += part.text.length;
  expect(read).toBe(pushed);
});

test("text alone never holds its writer, and nobody is held by a reader who has left", async () => {
  const plain = new PartQueue();
  for (let count = 0; count < 10_000; count++) {
    plain.push(0, text("a"));
    expect(plain.room()).toBeNull();
  }
  const queue = new PartQueue();
  while (queue.room() === null) queue.push(0, scored("a"));
  const held = queue.room();
  for await (const _ of queue) break;
  await held;
  expect(queue.room()).toBeNull();
});

test("of the prompt's progress only the latest waits", async () => {
  const queue = new PartQueue();
  const progress = (processedTokens: number): StreamPart => ({
    type: "prompt-progress",
    totalTokens: 9,
    cachedTokens: 0,
    processedTokens,
    elapsedMs: 1,
  });
  for (const done of [3, 6, 9]) queue.push(0, progress(done));
  queue.close();
  expect(await drain(queue)).toEqual([{ index: 0, part: progress(9) }]);
});

test("a part that is read no longer grows", async () => {
  const queue = new PartQueue();
  const reader = queue[Symbol.asyncIterator]();
  queue.push(0, text("a"));
  const first = await reader.next();
  queue.push(0, text("b"));
  expect(first.value).toEqual({ index: 0, part: text("a") });
  expect((await reader.next()).value).toEqual({ index: 0, part: text("b") });
});

test("a reader who waits is woken by a part, by the end and by a failure", async () => {
  const queue = new PartQueue();
  const reader = queue[Symbol.asyncIterator]();
  const waiting = reader.next();
  queue.push(0, text("a"));
  expect((await waiting).value).toEqual({ index: 0, part: text("a") });
  const failing = reader.next();
  queue.fail(new Error("broken"));
  await expect(failing).rejects.toThrow("broken");
  const ended = new PartQueue();
  const last = ended[Symbol.asyncIterator]().next();
  ended.close();
  expect((await last).done).toBe(true);
});

test("what was there before a failure is read first", async () => {
  const queue = new PartQueue();
  queue.push(0, text("a"));
  queue.fail(new Error("broken"));
  queue.fail(new Error("again"));
  const reader = queue[Symbol.asyncIterator]();
  expect((await reader.next()).value).toEqual({ index: 0, part: text("a") });
  await expect(reader.next()).rejects.toThrow("broken");
});
