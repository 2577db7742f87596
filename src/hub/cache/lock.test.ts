import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../testing/hub-test.ts";
import { type LockHolder, withLock } from "./lock.ts";

const forever = new AbortController().signal;
const lockPath = () => join(temporaryFolder(), "hermes.lock");
/** A process that has ended. */
const deadProcessId = spawnSync(process.execPath, ["-e", ""]).pid;

function writeLock(path: string, holder: Partial<LockHolder> | string, ageMs = 0): void {
  writeFileSync(path, typeof holder === "string" ? holder : JSON.stringify(holder));
  const touched = new Date(Date.now() - ageMs);
  utimesSync(path, touched, touched);
}

describe("a lock", () => {
  test("lets one work at a time and leaves nothing behind", async () => {
    const path = lockPath();
    let [inside, most] = [0, 0];
    const waits: number[] = [];
    const work = async () => {
      inside++;
      most = Math.max(most, inside);
      await sleep(5);
      inside--;
    };
    const options = { signal: forever, onWait: ({ processId }: LockHolder) => waits.push(processId) };
    await Promise.all(Array.from({ length: 5 }, () => withLock(path, options, work)));
    expect(most).toBe(1);
    expect(new Set(waits)).toEqual(new Set([process.pid]));
    expect(readdirSync(join(path, ".."))).toEqual([]);
  });

  test("is let go when the work fails", async () => {
    const path = lockPath();
    const options = { signal: forever, onWait: () => expect.unreachable() };
    await expect(withLock(path, options, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(existsSync(path)).toBe(false);
  });

  const dead: readonly [what: string, holder: Partial<LockHolder> | string, ageMs: number][] = [
    ["a process of this computer that has ended", { processId: deadProcessId, host: hostname(), nonce: "a" }, 0],
    ["another computer that was last seen an hour ago", { processId: 1, host: "elsewhere", nonce: "b" }, 3_600_000],
    [
      "a number that another process has now, untouched for an hour",
      { processId: process.pid, host: hostname(), nonce: "c" },
      3_600_000,
    ],
    ["nobody: it is empty and old", "", 3_600_000],
  ];

  test.each(dead)("of %s is taken over", async (_what, holder, ageMs) => {
    const path = lockPath();
    writeLock(path, holder, ageMs);
    const options = { signal: forever, onWait: () => expect.unreachable() };
    const own = await withLock(path, options, async () => JSON.parse(readFileSync(path, "utf8")) as LockHolder);
    expect(own).toMatchObject({ processId: process.pid, host: hostname() });
  });

  test("of a dead process is taken over by one of many", async () => {
    const path = lockPath();
    writeLock(path, { processId: deadProcessId, host: hostname(), nonce: "a" });
    let [inside, most] = [0, 0];
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(2);
      inside--;
    };
    await Promise.all(
      Array.from({ length: 6 }, () => withLock(path, { signal: forever, onWait: () => undefined }, work)),
    );
    expect(most).toBe(1);
  });

  const alive: readonly [what: string, holder: Partial<LockHolder>][] = [
    ["a running process", { processId: process.pid, host: hostname(), nonce: "a" }],
    ["another computer", { processId: deadProcessId, host: "elsewhere", nonce: "b" }],
  ];

  test.each(alive)("of %s is waited for until the caller gives up", async (_what, holder) => {
    const path = lockPath();
    writeLock(path, holder);
    const caller = new AbortController();
    const waits: unknown[] = [];
    const onWait = (seen: LockHolder) => {
      waits.push(seen);
      caller.abort();
    };
    const waiting = withLock(path, { signal: caller.signal, onWait }, () => expect.unreachable());
    await expect(waiting).rejects.toThrow();
    expect(waits).toMatchObject([holder]);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(holder);
  });
});
