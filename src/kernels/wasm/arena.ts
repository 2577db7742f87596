import { HermesError } from "../../errors.ts";
import { Heap } from "./heap.ts";
import type { InferenceKernels } from "./kernels.ts";
import type { LanePool } from "./lane-pool.ts";
import type { Views } from "./views.ts";

/** One memory with its allocator. Arena 0 is home: buffers, small tables and the first half of the weights. */
export class Arena {
  readonly index: number;
  readonly heap: Heap;
  readonly views: Views;
  readonly kernels: InferenceKernels;
  #scratch: number | undefined;
  #scratchBytes = 0;

  /** Makes a memory that every lane of `pool` adopts as number `index`. */
  constructor(index: number, pool: LanePool, limitBytes: number) {
    const memory = createMemory();
    const adopted = pool.adopt(memory);
    this.index = index;
    this.heap = new Heap(memory, limitBytes);
    this.views = adopted.views;
    this.kernels = adopted.kernels;
  }

  get scratchBytes(): number {
    return this.#scratchBytes;
  }

  /** Address of a block of `byteLength`; throws when the memory is full. */
  allocate(byteLength: number, what: string): number {
    const address = this.heap.allocate(byteLength);
    if (address === undefined) throw exhausted(what, byteLength);
    return address;
  }

  /** Address of scratch of at least `byteLength`, kept and reused by every op; undefined when the memory is too full. */
  scratch(byteLength: number): number | undefined {
    if (this.#scratch !== undefined && byteLength <= this.#scratchBytes) return this.#scratch;
    if (this.#scratch !== undefined) this.heap.release(this.#scratch);
    this.#scratch = this.heap.allocate(byteLength);
    this.#scratchBytes = this.#scratch === undefined ? 0 : byteLength;
    return this.#scratch;
  }
}

/** Fails where the system limits addresses: V8 sets several GiB of them aside for each memory. */
function createMemory(): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  } catch (cause) {
    const what = "one more WebAssembly memory";
    const message = `There is no room for ${what}; raise the limit of virtual memory (ulimit -v) or use a smaller model.`;
    throw new HermesError("memory-exhausted", message, { what, byteLength: 2 ** 32 }, { cause });
  }
}

export function exhausted(what: string, byteLength: number): HermesError<"memory-exhausted"> {
  const message = `There is no room for ${what} (${byteLength} bytes); use a smaller model or context, or free memory.`;
  return new HermesError("memory-exhausted", message, { what, byteLength });
}
