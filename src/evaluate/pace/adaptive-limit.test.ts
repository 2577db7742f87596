import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AdaptiveLimit, type Permit } from "./adaptive-limit.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** So many permits, as far as they are given at once. */
async function take(limit: AdaptiveLimit, count: number): Promise<Permit[]> {
  const permits: Permit[] = [];
  for (let i = 0; i < count; i++) void limit.acquire().then((permit) => permits.push(permit));
  await vi.advanceTimersByTimeAsync(1);
  return permits;
}

describe("AdaptiveLimit", () => {
  test("lets through what is asked for, and the next when one is over", async () => {
    const limit = new AdaptiveLimit(4);
    const permits = await take(limit, 6);
    expect([permits.length, limit.running]).toEqual([4, 4]);
    limit.succeed(permits[0]!);
    await vi.advanceTimersByTimeAsync(1);
    expect(permits.length).toBe(5);
    limit.release(permits[1]!);
    limit.release(permits[1]!);
    await vi.advanceTimersByTimeAsync(1);
    expect([permits.length, limit.running]).toEqual([6, 4]);
  });

  test("is halved once for all refusals of one wave, never below one", async () => {
    const limit = new AdaptiveLimit(8);
    for (const permit of await take(limit, 8)) limit.refuse(permit);
    expect(limit.current).toBe(4);
    for (let wave = 0; wave < 5; wave++) for (const permit of await take(limit, 1)) limit.refuse(permit);
    expect(limit.current).toBe(1);
  });

  test("grows by one a round of answers, never above what was asked for", async () => {
    const limit = new AdaptiveLimit(8);
    for (const permit of await take(limit, 8)) limit.refuse(permit);
    for (const permit of await take(limit, 4)) limit.succeed(permit);
    expect(limit.current).toBe(4);
    for (const permit of await take(limit, 1)) limit.succeed(permit);
    expect(limit.current).toBe(5);
    for (let i = 0; i < 60; i++) for (const permit of await take(limit, 1)) limit.succeed(permit);
    expect(limit.current).toBe(8);
  });

  test("starts nothing while the other side wants to be left alone", async () => {
    const limit = new AdaptiveLimit(2);
    const [first] = await take(limit, 1);
    limit.refuse(first!, 5_000);
    const permits = await take(limit, 1);
    await vi.advanceTimersByTimeAsync(4_900);
    expect(permits).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(permits).toHaveLength(1);
  });

  test("a signal ends the wait", async () => {
    const limit = new AdaptiveLimit(1);
    const [held] = await take(limit, 1);
    const stop = new AbortController();
    const waiting = limit.acquire(stop.signal);
    stop.abort("enough");
    await expect(waiting).rejects.toBe("enough");
    limit.release(held!);
    expect(limit.running).toBe(0);
  });
});
