import { instantiateKernels } from "./kernels.ts";
import { type ActivationForm, activationForm } from "./storage.ts";

// One tile of work, in the first cache: 3 tokens, 4 panels of 512 columns.
const [ROWS, COLUMNS, TOKENS] = [64, 512, 3];
const FIRST_BLOCK = 65536;
const PAGES = 4;
/** The shortest of some runs: another program can only make one longer. A run takes a few microseconds. */
const ROUNDS = 12;
const CALLS = 4;

/**
 * The faster of the two exact ways to multiply int8 weights on this machine: bytes, where the CPU has an instruction for their
 * dot product that V8 uses, else 16-bit words. Results are the same bit for bit, so the choice is one of speed alone. 0.3 ms.
 */
export function chooseForm(module: WebAssembly.Module): ActivationForm {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true });
  const kernels = instantiateKernels(module, memory);
  const x = FIRST_BLOCK;
  const out = x + TOKENS * COLUMNS * 4;
  const scales = out + TOKENS * ROWS * 4;
  const weights = scales + ROWS * 4;
  const q = weights + ROWS * (COLUMNS + 4);
  const blockScales = q + TOKENS * COLUMNS * 2;
  const scratch = blockScales + 64;
  const fastest = { words: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
  for (let round = 0; round < ROUNDS; round++) {
    for (const form of ["words", "bytes"] as const) {
      const code = activationForm[form];
      kernels.quantizeTokens(code, q, blockScales, x, COLUMNS, TOKENS, scratch);
      const start = performance.now();
      for (let call = 0; call < CALLS; call++) {
        kernels.linearInt8(code, out, ROWS * 4, q, blockScales, weights, scales, COLUMNS, ROWS, TOKENS, scratch);
      }
      fastest[form] = Math.min(fastest[form], performance.now() - start);
    }
  }
  return fastest.bytes <= fastest.words ? "bytes" : "words";
}
