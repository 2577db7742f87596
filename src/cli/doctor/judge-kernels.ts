import { isHermesError } from "../../errors.ts";
import { createWasmBackend, measureReadCeiling } from "../../kernels/index.ts";
import type { Finding } from "./finding.ts";

/** Bytes a second of one channel of ordinary memory; less is a sign of a busy or throttled machine. */
const SLOW_MEMORY = 8e9;
const ROUNDS = 2;

export interface KernelFindings {
  readonly findings: readonly Finding[];
  /** The kernels compute what they should. */
  readonly sound: boolean;
}

/** Starts the kernels as an engine would and tells what they are compiled to and whether they are right. */
export async function judgeKernels(): Promise<KernelFindings> {
  try {
    const backend = await createWasmBackend({ threads: 1 });
    const { report } = backend;
    await backend.dispose();
    const time = `checked against the scalar reference in ${report.checkMs.toFixed(0)} ms`;
    const finding = { name: "kernels", text: `${report.simd}, ${time}`, facts: { ...report } };
    if (report.check === "passed") return { findings: [{ ...finding, status: "ok" }], sound: true };
    const advice =
      "the 256-bit code of this V8 is wrong and is not used; answers are right, but slower: try another Node";
    return { findings: [{ ...finding, status: "problem", advice }], sound: true };
  } catch (error) {
    if (!isHermesError(error)) throw error;
    const facts = { code: error.code };
    return { findings: [{ name: "kernels", status: "problem", text: error.message, facts }], sound: false };
  }
}

export interface Bandwidth {
  readonly finding: Finding;
  /** Of all threads together. */
  readonly bytesPerSecond: number;
}

/** Measures what the memory delivers to one thread and to `threads`; the best of some rounds. About half a second. */
export async function judgeBandwidth(threads: number): Promise<Bandwidth> {
  const one = await bestOf(1);
  const all = threads === 1 ? one : await bestOf(threads);
  const [oneText, allText] = [one, all].map((speed) => `${(speed / 1e9).toFixed(1)} GB/s`);
  const text = `${oneText} read by one thread${threads === 1 ? "" : `, ${allText} by ${threads}`}`;
  const facts = { oneThreadBytesPerSecond: one, bytesPerSecond: all, threads };
  const advice =
    "every token reads all weights, so this bounds the speed; is the machine busy, throttled or a small virtual one?";
  const judged: Finding =
    all >= SLOW_MEMORY
      ? { name: "bandwidth", status: "ok", text, facts }
      : { name: "bandwidth", status: "note", text, advice, facts };
  return { finding: judged, bytesPerSecond: all };
}

async function bestOf(threads: number): Promise<number> {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) best = Math.max(best, await measureReadCeiling(threads));
  return best;
}
