import { estimateMean, type Interval } from "../../statistics/estimate-mean.ts";
import type { SampleEntry } from "../sample-entry.ts";

const MOST_BINS = 8;
/** With fewer the intervals say nothing. */
const LEAST_SAMPLES = 10;

export interface LengthBin {
  /** Of the thought, in UTF-16 code units. */
  readonly shortest: number;
  readonly longest: number;
  readonly median: number;
  readonly samples: number;
  readonly score: number;
  readonly interval95: Interval | null;
}

/** Samples with an ended thought, shortest thoughts first, in bins of as equal size as ties allow. */
export function binByLength(entries: readonly SampleEntry[]): LengthBin[] {
  const ended = entries
    .filter(({ mode, status, overlong }) => mode === "reasoning" && status === "ok" && !overlong)
    .sort((left, right) => left.reasoningChars - right.reasoningChars);
  const count = Math.min(MOST_BINS, Math.floor(ended.length / LEAST_SAMPLES));
  const bins: LengthBin[] = [];
  for (let start = 0; start < ended.length && count > 0; ) {
    const wanted = Math.round(((bins.length + 1) * ended.length) / count);
    let end = Math.max(wanted, start + 1);
    // Thoughts of one length stay together.
    while (end < ended.length && ended[end]!.reasoningChars === ended[end - 1]!.reasoningChars) end++;
    bins.push(binOf(ended.slice(start, end)));
    start = end;
  }
  return bins;
}

function binOf(entries: readonly SampleEntry[]): LengthBin {
  const items = Map.groupBy(entries, ({ run, task, itemId }) => JSON.stringify([run, task, itemId]));
  const { mean, interval95 } = estimateMean([...items.values()].map((samples) => samples.map(({ value }) => value!)));
  return {
    shortest: entries[0]!.reasoningChars,
    longest: entries.at(-1)!.reasoningChars,
    median: entries[Math.floor(entries.length / 2)]!.reasoningChars,
    samples: entries.length,
    score: mean,
    interval95,
  };
}
