import { isHermesError } from "../../errors.ts";
import { type ComputeMode, createWasmBackend, measureReadCeiling } from "../../kernels/index.ts";
import type { Finding } from "./finding.ts";

/** Bytes a second of one channel of ordinary memory; less is a sign of a busy or throttled machine. */
const SLOW_MEMORY = 8e9;
const TRIES = 2;
/** Of the available memory, what reading is measured on: the tool that explains a small container must run in one. */
const SHARE = 1 / 4;
/** With less than this to read through, in bytes a thread, the processor's caches give part of it. */
const AMPLE_BYTES = 64 * 2 ** 20;

export interface KernelFindings {
  readonly findings: readonly Finding[];
  /** The kernels compute what they should. */
  readonly sound: boolean;
}

/** Starts the kernels as an engine would, for both arithmetics, and tells what they are compiled to and whether they are right. */
export async function judgeKernels(): Promise<KernelFindings> {
  try {
    // The one that engines start with comes first: the other finds the code compiled.
    const fast = await startKernels("fast");
    return { findings: [judgeReports(fast, await startKernels("exact"))], sound: true };
  } catch (error) {
    if (!isHermesError(error)) throw error;
    const facts = { code: error.code };
    return { findings: [{ name: "kernels", status: "problem", text: error.message, facts }], sound: false };
  }
}

type Report = Awaited<ReturnType<typeof createWasmBackend>>["report"];

async function startKernels(compute: ComputeMode): Promise<Report> {
  const backend = await createWasmBackend({ threads: 1, compute });
  await backend.dispose();
  return backend.report;
}

function judgeReports(fast: Report, exact: Report): Finding {
  const times = `${fast.checkMs.toFixed(0)} ms (fast) and ${exact.checkMs.toFixed(0)} ms (exact)`;
  const text = `${fast.simd}, checked against the scalar reference in ${times}`;
  const finding = { name: "kernels", text, facts: { fast, exact } };
  if (fast.check === "passed" && exact.check === "passed") return { ...finding, status: "ok" };
  const advice =
    "the 256-bit code of this V8 is wrong and is not used; answers are right, but slower: try another Node";
  return { ...finding, status: "problem", advice };
}

export interface Bandwidth {
  readonly finding: Finding;
  /** Of all threads together. */
  readonly bytesPerSecond: number;
}

/** Measures what the memory delivers to one thread and to `threads`. About half a second. */
export async function judgeBandwidth(threads: number, availableBytes: number): Promise<Bandwidth> {
  const options = { tries: TRIES, mostBytes: availableBytes * SHARE };
  const one = await measureReadCeiling(1, options);
  const all = threads === 1 ? one : await measureReadCeiling(threads, options);
  const [oneText, allText] = [one, all].map((speed) => `${(speed / 1e9).toFixed(1)} GB/s`);
  const text = `${oneText} read by one thread${threads === 1 ? "" : `, ${allText} by ${threads}`}`;
  const facts = { oneThreadBytesPerSecond: one, bytesPerSecond: all, threads };
  const advice = adviceOn(all, options.mostBytes / threads);
  const finding: Finding =
    advice === undefined
      ? { name: "bandwidth", status: "ok", text, facts }
      : { name: "bandwidth", status: "note", text, advice, facts };
  return { finding, bytesPerSecond: all };
}

function adviceOn(bytesPerSecond: number, bytesAThread: number): string | undefined {
  if (bytesPerSecond < SLOW_MEMORY) {
    return "every token reads all weights, so this bounds the speed; is the machine busy, throttled or a small virtual one?";
  }
  if (bytesAThread >= AMPLE_BYTES) return undefined;
  return "so little memory is available that the processor's caches gave part of it; memory itself is slower";
}
