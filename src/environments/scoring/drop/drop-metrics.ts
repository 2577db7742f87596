import { bestAssignment } from "../best-assignment.ts";
import { bagOf, isNumber, normalForm } from "./normal-form.ts";

export interface DropMetrics {
  readonly exact: boolean;
  /** From 0 to 1. */
  readonly f1: number;
}

/**
 * Spans against the spans of one reference: exact where the normal forms are the same; F1 of word bags in the best one-to-one
 * alignment, summed and divided by the greater number of spans. Spans whose reference has numbers must share one with it.
 */
export function dropMetrics(predicted: readonly string[], reference: readonly string[]): DropMetrics {
  const given = predicted.map(normalForm);
  const wanted = reference.map(normalForm);
  const sameSet = new Set(given).size === new Set(wanted).size && given.every((span) => wanted.includes(span));
  const givenBags = given.map(bagOf);
  const values = wanted.map(bagOf).map((bag) => givenBags.map((other) => bagF1(other, bag)));
  const sum = bestAssignment(values).reduce((total, value) => total + value, 0);
  const f1 = sum / Math.max(given.length, wanted.length, 1);
  // Upstream rounds percentages to two places.
  return { exact: sameSet && given.length === wanted.length, f1: Math.round(f1 * 10_000) / 10_000 };
}

/** The best of several references, exact match and F1 each by itself. */
export function bestDropMetrics(predicted: readonly string[], references: readonly (readonly string[])[]): DropMetrics {
  const all = references.map((reference) => dropMetrics(predicted, reference));
  return { exact: all.some(({ exact }) => exact), f1: Math.max(0, ...all.map(({ f1 }) => f1)) };
}

/** Zero where the reference has numbers and none of them is in the prediction. */
function bagF1(predicted: ReadonlySet<string>, reference: ReadonlySet<string>): number {
  const numbers = [...reference].filter(isNumber);
  if (numbers.length > 0 && !numbers.some((number) => predicted.has(number))) return 0;
  const common = [...reference].filter((word) => predicted.has(word)).length;
  const precision = predicted.size === 0 ? 1 : common / predicted.size;
  const recall = reference.size === 0 ? 1 : common / reference.size;
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}
