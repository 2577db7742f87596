/** A process of its own: measures one model in one form of arithmetic. */
import type { Measurement, MeasureOptions } from "../src/measure/index.ts";
import { childInput, sendResult } from "./child.ts";

export interface MeasureInput extends Omit<MeasureOptions, "onProgress"> {
  /** URL of the compiled package. */
  readonly packageUrl: string;
}

export interface CaseResult extends Measurement {
  /** What this Node held before it loaded any of our code. */
  readonly idleBytes: number;
}

const idleBytes = process.memoryUsage.rss();
const { packageUrl, ...options } = childInput<MeasureInput>();
// Imported here, so that our own code counts as memory too.
const { measureModel }: typeof import("../src/measure/index.ts") = await import(`${packageUrl}measure/index.js`);
await sendResult({ ...(await measureModel(options)), idleBytes } satisfies CaseResult);
