import { checkSlice, misuse } from "../checks.ts";
import type { FloatBuffer } from "../contract.ts";
import { disposed, type Ledger } from "../ledger.ts";
import type { Arena } from "./arena.ts";

/** float32 values in the home memory, or a window into such. */
export class WasmBuffer implements FloatBuffer {
  readonly length: number;
  readonly #address: number;
  readonly #arena: Arena;
  readonly #ledger: Ledger;
  /** The buffer that owns the storage; itself unless it is a window. */
  readonly #owner: WasmBuffer;

  private constructor(arena: Arena, ledger: Ledger, address: number, length: number, owner?: WasmBuffer) {
    this.#arena = arena;
    this.#ledger = ledger;
    this.#address = address;
    this.length = length;
    this.#owner = owner ?? this;
  }

  /** A new buffer of zeros. */
  static create(home: Arena, ledger: Ledger, length: number): WasmBuffer {
    const address = home.allocate(length * 4, "a buffer");
    const buffer = new WasmBuffer(home, ledger, address, length);
    home.views.bytes(address + length * 4).fill(0, address, address + length * 4);
    ledger.add(buffer, length * 4);
    return buffer;
  }

  /** Byte address in the home memory; throws when the storage is gone or of another backend. */
  address(ledger: Ledger): number {
    if (ledger !== this.#ledger) throw misuse("wasm", "a buffer of this backend", "one of another backend");
    if (!ledger.has(this.#owner)) throw disposed("buffer");
    return this.#address;
  }

  slice(start: number, length: number): FloatBuffer {
    checkSlice(this.length, start, length);
    const address = this.address(this.#ledger) + start * 4;
    return new WasmBuffer(this.#arena, this.#ledger, address, length, this.#owner);
  }

  dispose(): void {
    if (this.#owner === this && this.#ledger.remove(this)) this.#arena.heap.release(this.#address);
  }
}
