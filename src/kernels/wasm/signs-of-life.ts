/**
 * A thread that waits for another inside Atomics.wait never hears of its end: events come only to its event loop. But Node closes
 * the files that a worker has opened when the worker ends, for whatever reason; so each worker keeps one open, and whoever waits
 * asks the system whether it still is.
 */
import { fstatSync, openSync, statSync } from "node:fs";

/** Signs of `lanes` lanes: 0 before a lane stands, -1 where it has no sign, else its descriptor + 1. */
export function createSigns(lanes: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(lanes * 4));
}

/** To be called in the worker. `file` is any file that exists, the same for all lanes. */
export function giveSign(signs: Int32Array, lane: number, file: URL): void {
  let sign = -1;
  try {
    sign = openSync(file, "r") + 1;
  } catch {
    // Sources inside an archive cannot be opened; the limit of every wait still holds.
  }
  Atomics.store(signs, lane, sign);
}

/** Whether all lanes but the calling one stand. */
export function haveAllSigned(signs: Int32Array): boolean {
  return signs.every((_, lane) => lane === 0 || Atomics.load(signs, lane) !== 0);
}

/** The first lane that has given a sign and is gone. */
export function findDeadLane(signs: Int32Array, file: URL): number | undefined {
  const lane = signs.findIndex((_, index) => {
    const sign = Atomics.load(signs, index);
    return sign > 0 && !isOpen(sign - 1, file);
  });
  return lane < 0 ? undefined : lane;
}

/** A descriptor that was closed may be another file by now. */
function isOpen(descriptor: number, file: URL): boolean {
  try {
    const [found, expected] = [fstatSync(descriptor, { bigint: true }), statSync(file, { bigint: true })];
    return found.ino === expected.ino && found.dev === expected.dev;
  } catch {
    return false;
  }
}
