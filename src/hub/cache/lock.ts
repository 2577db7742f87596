import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HermesError } from "../../errors.ts";

/** Who holds a lock. */
export interface LockHolder {
  readonly processId: number;
  readonly host: string;
  /** Tells one taking of the lock from the next. */
  readonly nonce: string;
}

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called once when somebody else holds the lock. */
  readonly onWait: (holder: LockHolder) => void;
}

/** A holder shows this often that it lives, and counts as dead when it has not for `staleAfterMs`. */
const beatMs = 5_000;
const staleAfterMs = 60_000;
const pollMs = 200;
/** Taking over a dead lock is a matter of microseconds. */
const takeOverMs = 10_000;

/**
 * Runs `work` while this process alone holds the lock file; waits for whoever holds it. A lock of a dead process is taken over: at
 * once on the same computer, else when its file has not been touched for a minute. `work` gets a signal that ends with the
 * caller's or when the lock is lost (a computer that slept long enough for another to take over).
 */
export async function withLock<Result>(
  path: string,
  options: LockOptions,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const own: LockHolder = { processId: process.pid, host: hostname(), nonce: randomUUID() };
  await mkdir(dirname(path), { recursive: true });
  await take(path, own, options);
  const lost = new AbortController();
  const beat = setInterval(() => void keep(path, own, lost), beatMs);
  beat.unref();
  try {
    return await work(AbortSignal.any([options.signal, lost.signal]));
  } finally {
    clearInterval(beat);
    if ((await readHolder(path))?.nonce === own.nonce) await rm(path, { force: true });
  }
}

async function take(path: string, own: LockHolder, { signal, onWait }: LockOptions): Promise<void> {
  for (let told = false; ; ) {
    signal.throwIfAborted();
    if (await create(path, own)) return;
    const holder = await readHolder(path);
    if (holder === null) continue;
    if (await isDead(path, holder)) {
      await takeAway(path, holder, own);
      continue;
    }
    if (!told) onWait(holder);
    told = true;
    await sleep(pollMs, undefined, { signal });
  }
}

/** A link makes name and content appear in one step, so no reader sees an empty lock. Where there are no links, one may for a moment. */
async function create(path: string, holder: LockHolder): Promise<boolean> {
  const draft = `${path}.${holder.nonce}`;
  await writeFile(draft, JSON.stringify(holder));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    return writeFile(path, JSON.stringify(holder), { flag: "wx" }).then(
      () => true,
      (second: unknown) => (isTaken(second) ? false : Promise.reject(second)),
    );
  } finally {
    await rm(draft, { force: true });
  }
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "EEXIST";
}

/** Null when there is no lock (any more). A lock that cannot be read belongs to nobody who lives. */
async function readHolder(path: string): Promise<LockHolder | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    return { processId: 0, host: "", nonce: "", ...(value as Partial<LockHolder>) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    return { processId: 0, host: "", nonce: "" };
  }
}

async function isDead(path: string, { host, processId }: LockHolder): Promise<boolean> {
  if (host === hostname() && !isRunning(processId)) return true;
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
  return Date.now() - mtimeMs > staleAfterMs;
}

function isRunning(processId: number): boolean {
  if (processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** One taker at a time looks again and removes the dead lock; without this a slow one could remove the lock of a fast one. */
async function takeAway(path: string, dead: LockHolder, own: LockHolder): Promise<void> {
  const guard = `${path}.takeover`;
  if (!(await create(guard, own))) {
    const { mtimeMs } = await stat(guard).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > takeOverMs) await rm(guard, { force: true });
    await sleep(pollMs);
    return;
  }
  try {
    if ((await readHolder(path))?.nonce === dead.nonce) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

async function keep(path: string, own: LockHolder, lost: AbortController): Promise<void> {
  const holder = await readHolder(path);
  if (holder?.nonce === own.nonce) {
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined);
    return;
  }
  lost.abort(
    new HermesError("file-missing", `${path} was taken over by another process: run the command again`, { path }),
  );
}
