import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeCheckpoint } from "../../tools/make-checkpoint/make-checkpoint.ts";
import { measureModel } from "./index.ts";

test("measures a model as it is loaded for answering", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hermes-measure-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  makeCheckpoint({ folder, shape: "tiny" });
  const parts: string[] = [];
  const measured = await measureModel({
    folder,
    promptTokens: [40, 100],
    decodeTokens: 6,
    streams: [3, 2],
    threads: 1,
    rounds: 1,
    cacheDtype: "int8",
    onProgress: (part) => parts.push(part),
  });
  expect(measured).toMatchObject({ threads: 1, compute: "fast", cacheDtype: "int8", rounds: 1, decodeTokens: 6 });
  expect([...measured.prompts.keys()]).toEqual([40, 100]);
  expect([...measured.decodes.keys()]).toEqual([3, 2]);
  // Whole blocks of 16 before the last token, which is always computed.
  expect([...measured.prompts.values()].map(({ cachedTokens }) => cachedTokens)).toEqual([32, 96]);
  for (const { tokensPerSecond, firstTokenMs, cachedFirstTokenMs } of measured.prompts.values()) {
    expect(Math.min(tokensPerSecond, firstTokenMs, cachedFirstTokenMs)).toBeGreaterThan(0);
  }
  // 2 layers of 2 heads of 16 int8 values and a float32 scale, keys and values, for 112 tokens or more.
  expect(measured.cacheBytes).toBeGreaterThanOrEqual(2 * 2 * 2 * 20 * 112);
  expect(measured.peakMemoryBytes).toBeGreaterThan(measured.weightBytes + measured.cacheBytes);
  const steps = measured.decodes.get(2)!.tokensPerSecond / 2;
  expect(measured.bandwidthShare).toBeCloseTo((steps * measured.bytesPerToken) / measured.readCeiling, 12);
  expect(parts).toEqual(["loading the model", "warming up", "round 1 of 1", "reading memory"]);
});
