import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { HermesError } from "../../errors.ts";
import { formatBytes } from "../format-bytes.ts";

/** Left free beside the download, so that a full disk does not take the system with it. */
const RESERVE_BYTES = 64 * 2 ** 20;

/** Throws HermesError "disk-full" when the disk of `folder` (which need not exist yet) has no room for so many bytes. */
export function checkDiskSpace(folder: string, neededBytes: number): void {
  if (neededBytes === 0) return;
  const availableBytes = readAvailableBytes(folder);
  if (availableBytes >= neededBytes + RESERVE_BYTES) return;
  throw diskFull(folder, neededBytes, availableBytes);
}

export function diskFull(path: string, neededBytes: number, availableBytes: number, cause?: unknown): HermesError {
  return new HermesError(
    "disk-full",
    `The download needs ${formatBytes(neededBytes)} more, the disk of ${path} has ${formatBytes(availableBytes)} free: make room (hermes list, hermes remove), or set HF_HOME to a folder on a larger disk`,
    { path, neededBytes, availableBytes },
    { cause },
  );
}

/** Bytes an ordinary user can still write. */
export function readAvailableBytes(folder: string): number {
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  const { bavail, bsize } = statfsSync(existing);
  return bavail * bsize;
}
