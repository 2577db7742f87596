import { HermesError } from "../errors.ts";

/** Label of a token that is not trained. */
export const IGNORED = -100;

/** Something to learn from: labels[i] is tokens[i] where the model should write that token, else IGNORED. */
export interface Sample {
  readonly tokens: Int32Array;
  readonly labels: Int32Array;
  /** What it teaches, for reports ("arithmetic", "tools", …). */
  readonly kind: string;
}

/** Samples side by side in one row of the batch. Padding is left out: it would be computed for nothing. */
export interface PackedRow {
  /** [length] */
  readonly tokens: Int32Array;
  /** [length]; the first token of each sample is IGNORED. */
  readonly labels: Int32Array;
  /** First token of each sample, then the row's length. */
  readonly starts: readonly number[];
  readonly kinds: readonly string[];
}

/** Joins samples into a row; no sample is a target of the one before it. */
export function joinSamples(samples: readonly Sample[]): PackedRow {
  const length = samples.reduce((sum, sample) => sum + sample.tokens.length, 0);
  const tokens = new Int32Array(length);
  const labels = new Int32Array(length);
  const starts = [0];
  for (const sample of samples) {
    const start = starts.at(-1)!;
    tokens.set(sample.tokens, start);
    labels.set(sample.labels, start);
    if (sample.tokens.length > 0) labels[start] = IGNORED;
    starts.push(start + sample.tokens.length);
  }
  return { tokens, labels, starts, kinds: samples.map((sample) => sample.kind) };
}

/** Number of tokens in the row that are trained. */
export function trainedTokens(row: PackedRow): number {
  let count = 0;
  for (const label of row.labels) if (label !== IGNORED) count++;
  return count;
}

/** Refuses a row that would make the kernels read outside their memory: too long, or ids outside the vocabulary. */
export function validateRow(row: PackedRow, limits: { rowLength: number; vocabularySize: number }): void {
  const { rowLength, vocabularySize } = limits;
  const isId = (id: number): boolean => id >= 0 && id < vocabularySize;
  const odd = row.tokens.find((id) => !isId(id)) ?? row.labels.find((label) => label !== IGNORED && !isId(label));
  if (row.tokens.length <= rowLength && odd === undefined) return;
  const fault = odd === undefined ? `${row.tokens.length} tokens` : `the id ${odd}`;
  const message = `A row holds ${fault}; expected at most ${rowLength} tokens with ids below ${vocabularySize}.`;
  throw new HermesError("training-invalid", message, { what: `row of ${row.kinds.join(", ")}` });
}
