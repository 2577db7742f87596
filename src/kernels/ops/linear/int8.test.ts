import { beforeAll, describe, expect, it } from "vitest";
import { createRandom, gaussian } from "../../testing/random.ts";
import { type InferenceKernels, instantiateKernels } from "../../wasm/kernels.ts";
import { canCompileWide, compileOptimised, readKernels } from "../../wasm/module.ts";
import { type ActivationForm, activationForm, PANEL_ROWS, storageCode } from "../../wasm/storage.ts";
import { int8Cases } from "./cases.ts";
import { linearInt8Reference } from "./int8-reference.ts";

const FIRST_BYTE = 65536;
const PAGES = 1024;

/** One instance of the kernels with room for a case, and where its parts lie. */
class Bench {
  readonly #kernels: InferenceKernels;
  readonly #memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true });

  constructor(module: WebAssembly.Module) {
    this.#kernels = instantiateKernels(module, this.#memory);
  }

  /** Repacks int8 rows into panels and multiplies; everything lies on odd multiples of 16 bytes, where no block may rely on more. */
  linear(
    form: ActivationForm,
    x: Float32Array,
    weights: Int8Array,
    scales: Float32Array,
    columns: number,
  ): Float32Array {
    const rows = scales.length;
    const tokens = x.length / columns;
    let top = FIRST_BYTE;
    const place = (bytes: number): number => {
      const address = top;
      top += Math.ceil(bytes / 32) * 32 + 16;
      return address;
    };
    const at = {
      x: place(x.byteLength),
      stored: place(weights.byteLength + 16),
      scales: place(rows * 4 + 64),
      out: place(rows * tokens * 4 + 64),
      panels: place(Math.ceil(rows / PANEL_ROWS) * PANEL_ROWS * (columns + 8 + columns / 128)),
      q: place(tokens * (this.#kernels.tokenBytes(columns) + this.#kernels.tokenScaleBytes(columns))),
      scratch: place(Math.max(this.#kernels.repackInt8ScratchBytes(), this.#kernels.linearInt8ScratchBytes())),
    };
    new Uint8Array(this.#memory.buffer, FIRST_BYTE, top - FIRST_BYTE).fill(0xff);
    new Float32Array(this.#memory.buffer, at.x, x.length).set(x);
    new Int8Array(this.#memory.buffer, at.stored, weights.length).set(weights);
    new Float32Array(this.#memory.buffer, at.scales, rows).set(scales);
    this.#kernels.repackInt8(storageCode.int8, at.panels, at.scales, at.stored, columns, columns, rows, at.scratch);
    const code = activationForm[form];
    const blockScales = at.q + tokens * this.#kernels.tokenBytes(columns);
    this.#kernels.quantizeTokens(code, at.q, blockScales, at.x, columns, tokens, at.scratch);
    const { out, q, panels } = at;
    this.#kernels.linearInt8(code, out, rows * 4, q, blockScales, panels, at.scales, columns, rows, tokens, at.scratch);
    // What lies behind the result must be untouched.
    const behind = new Uint8Array(this.#memory.buffer, at.out + rows * tokens * 4, 16);
    expect([...behind]).toEqual(new Array(16).fill(0xff));
    return Float32Array.from(new Float32Array(this.#memory.buffer, at.out, rows * tokens));
  }
}

function randomWeights(count: number, fill: "ordinary" | "zeros" | "largest"): Int8Array {
  const random = createRandom(count);
  const largest = (): number => (random() < 0.5 ? -128 : 127);
  return Int8Array.from({ length: count }, () =>
    fill === "zeros" ? 0 : fill === "largest" ? largest() : Math.floor(random() * 256) - 128,
  );
}

const widths = canCompileWide() ? [false, true] : [false];

describe.each(widths)("int8 linear (256 bit: %s)", (wide) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = new Bench(compileOptimised(await readKernels(new URL("../../wasm/inference.wasm", import.meta.url)), wide));
  });

  it.each(int8Cases)("$name: the bits of the reference, in both forms, alone and in a batch", (one) => {
    const { rows, columns, tokens, fill = "ordinary", spoil } = one;
    const x = fill === "largest" ? gaussian(3, tokens * columns).map(Math.sign) : gaussian(3, tokens * columns);
    if (spoil !== undefined) x[Math.floor(x.length / 2)] = spoil;
    const weights = randomWeights(rows * columns, fill);
    const scales = gaussian(5, rows).map(Math.abs);
    const expected = linearInt8Reference(x, weights, scales, columns, tokens);
    for (const form of ["words", "bytes"] as const) {
      expect(bench.linear(form, x, weights, scales, columns)).toEqual(expected);
      const last = x.subarray((tokens - 1) * columns);
      expect(bench.linear(form, last, weights, scales, columns)).toEqual(expected.subarray((tokens - 1) * rows));
    }
  });
});
