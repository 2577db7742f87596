/** A compute thread: waits for a command, does its share, counts itself done. It never returns to its event loop. */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { ADOPT, CALLER_WAITS, DONE, FAILED_LANE, KIND, PARKED, SEQUENCE, STOP } from "./command.ts";
import { Lane } from "./lane.ts";
import type { LaneWorkerData } from "./lane-pool.ts";
import { giveSign } from "./signs-of-life.ts";

/** Looks at SEQUENCE before parking: about 90 microseconds, longer than the gaps between ops inside a step. */
const SPINS = 10_000;

const { lane: index, module, words, signs, memories } = workerData as LaneWorkerData;
const port = parentPort!;
const lane = startLane();

function startLane(): Lane {
  try {
    const started = new Lane(index, module);
    for (const memory of memories) started.adopt(memory);
    giveSign(signs, index, new URL(import.meta.url));
    return started;
  } catch (error) {
    fail();
    throw error;
  }
}

/** Ends the wait of the calling thread, whose error this becomes. */
function fail(): void {
  Atomics.store(words, FAILED_LANE, index);
  Atomics.notify(words, DONE);
}

function awaitCommand(seen: number): number {
  for (let spin = 0; spin < SPINS; spin++) {
    const sequence = Atomics.load(words, SEQUENCE);
    if (sequence !== seen) return sequence;
  }
  Atomics.add(words, PARKED, 1);
  while (Atomics.load(words, SEQUENCE) === seen) Atomics.wait(words, SEQUENCE, seen);
  Atomics.sub(words, PARKED, 1);
  return Atomics.load(words, SEQUENCE);
}

function adoptMemories(): void {
  for (let received = receiveMessageOnPort(port); received; received = receiveMessageOnPort(port)) {
    lane.adopt(received.message as WebAssembly.Memory);
  }
}

function serve(): void {
  for (let seen = 0; ; ) {
    seen = awaitCommand(seen);
    if (words[KIND] === STOP) return;
    try {
      if (words[KIND] === ADOPT) adoptMemories();
      else lane.run(words);
    } catch (error) {
      fail();
      throw error;
    } finally {
      Atomics.add(words, DONE, 1);
      if (Atomics.load(words, CALLER_WAITS) === 1) Atomics.notify(words, DONE);
    }
  }
}

serve();
