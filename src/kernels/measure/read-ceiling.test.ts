import { afterEach, expect, test, vi } from "vitest";
import { measureReadCeiling } from "./read-ceiling.ts";

afterEach(() => vi.restoreAllMocks());

test("reads through one memory, however often it tries, and no larger than it may be", async () => {
  const memories = vi.spyOn(WebAssembly, "Memory");
  const mostBytes = 2 ** 21;
  expect(await measureReadCeiling(2, { tries: 3, mostBytes })).toBeGreaterThan(0);
  const pages = memories.mock.calls.map(([{ initial }]) => initial);
  expect(pages).toEqual([mostBytes / 65_536]);
});

test("two pages a thread are the least", async () => {
  const memories = vi.spyOn(WebAssembly, "Memory");
  expect(await measureReadCeiling(1, { mostBytes: 0 })).toBeGreaterThan(0);
  expect(memories.mock.calls.map(([{ initial }]) => initial)).toEqual([2]);
});
