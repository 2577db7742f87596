import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { PullEvent } from "../hub/index.ts";
import { PullProgress } from "./pull-progress.ts";
import type { Terminal } from "./terminal.ts";

/** What a pull with these events writes, at so many milliseconds each. */
async function show(watched: boolean, events: readonly (readonly [ms: number, event: PullEvent])[]): Promise<string> {
  let errors = "";
  const terminal: Terminal = {
    input: new PassThrough(),
    output: new PassThrough(),
    interactive: watched,
    watched,
    outputWatched: watched,
    environment: {},
    write: () => undefined,
    writeError: (text) => {
      errors += text;
    },
    dim: (text) => text,
  };
  let now = 0;
  const progress = new PullProgress(terminal, () => now);
  for (const [ms, event] of events) {
    now = ms;
    progress.show(event);
    // The line is rewritten every 80 ms at most.
    await new Promise((resolve) => setTimeout(resolve, 90));
  }
  progress.clear();
  return errors.replaceAll("\r\u001b[K", "|");
}

const gigabyte = 1e9;
const events: readonly (readonly [number, PullEvent])[] = [
  [0, { type: "plan", commit: "c", files: 2, totalBytes: 30 * gigabyte, missingBytes: 20 * gigabyte }],
  [0, { type: "progress", receivedBytes: 10 * gigabyte, totalBytes: 30 * gigabyte }],
  [10_000, { type: "progress", receivedBytes: 11 * gigabyte, totalBytes: 30 * gigabyte }],
  [10_000, { type: "retry", what: "a.safetensors", reason: "hub cannot be reached", delayMs: 1_200 }],
  [10_000, { type: "wait", processId: 7, host: "here" }],
  [10_000, { type: "file", path: "a.safetensors", byteLength: 5 * gigabyte }],
];

test("a pull that somebody watches rewrites one line; what was here already is no speed", async () => {
  expect(await show(true, events)).toBe(
    [
      "2 files, 30.0 GB; to fetch: 20.0 GB\n",
      "|10.0 GB of 30.0 GB (33 %)",
      "|11.0 GB of 30.0 GB (36 %), 100.0 MB/s, 3 min left",
      "|a.safetensors: hub cannot be reached; trying again in 2 s\n",
      "process 7 on here is at work on this model; waiting for it\n",
    ].join(""),
  );
});

test("a pull that nobody watches tells each file", async () => {
  expect(await show(false, events)).toBe(
    [
      "2 files, 30.0 GB; to fetch: 20.0 GB\n",
      "a.safetensors: hub cannot be reached; trying again in 2 s\n",
      "process 7 on here is at work on this model; waiting for it\n",
      "a.safetensors (5.0 GB)\n",
    ].join(""),
  );
});

test("a pull of what is here says nothing", async () => {
  const plan = { type: "plan", commit: "c", files: 2, totalBytes: 5, missingBytes: 0 } as const;
  expect(await show(true, [[0, plan]])).toBe("");
});
