import { misuse } from "../checks.ts";
import { Arena } from "./arena.ts";
import { MEMORY_LIMIT_BYTES } from "./heap.ts";
import type { LanePool } from "./lane-pool.ts";
import type { Placement } from "./matrix-loader.ts";

/** Scratch kept free in each memory: a sixteenth, but enough for one token of a wide matrix and never more than half. */
const SCRATCH_SHARE = 1 / 16;
const LEAST_SCRATCH_BYTES = 1 << 19;
const LEAST_MEMORY_BYTES = 1 << 20;

/** The memories of a backend. Weights fill home up to half its limit, then one further memory after another. */
export class WeightArenas implements Placement {
  readonly arenas: Arena[];
  readonly pool: LanePool;
  readonly #limitBytes: number;

  constructor(pool: LanePool, limitBytes: number = MEMORY_LIMIT_BYTES) {
    if (!(limitBytes >= LEAST_MEMORY_BYTES)) {
      throw misuse("createWasmBackend", `memoryLimitBytes of at least ${LEAST_MEMORY_BYTES}`, `${limitBytes}`);
    }
    this.pool = pool;
    this.#limitBytes = Math.min(limitBytes, MEMORY_LIMIT_BYTES);
    // Buffers may fill home beyond the limit of weights, up to what a memory can hold.
    this.arenas = [new Arena(0, pool, MEMORY_LIMIT_BYTES)];
  }

  get home(): Arena {
    return this.arenas[0]!;
  }

  room(arena: Arena): number {
    const { heap } = arena;
    if (arena === this.home) return Math.min(heap.largestFree, this.#limitBytes / 2 - heap.usedBytes);
    const kept = Math.min(this.#limitBytes / 2, Math.max(this.#limitBytes * SCRATCH_SHARE, LEAST_SCRATCH_BYTES));
    return heap.largestFree - Math.max(0, kept - arena.scratchBytes);
  }

  open(): Arena {
    const arena = new Arena(this.arenas.length, this.pool, this.#limitBytes);
    this.arenas.push(arena);
    return arena;
  }
}
