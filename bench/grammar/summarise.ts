import type { EngineRuns } from "./engines-case.ts";
import type { SchemaRun } from "./run-schema.ts";

/** Times in microseconds but for the set-up. */
export interface EngineFigures {
  readonly name: string;
  readonly setUpMs: number;
  readonly schemas: number;
  readonly refused: readonly string[];
  /** All valid values accepted, no invalid one, in time. */
  readonly right: number;
  readonly validRejected: number;
  readonly invalidAccepted: number;
  readonly cut: readonly string[];
  readonly compile: Spread;
  readonly mask: Spread;
  readonly forcedShare: number;
  /** The schemas with the slowest masks. */
  readonly slowest: readonly { readonly name: string; readonly maxMask: number }[];
}

interface Spread {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
}

const SHOWN = 4;

export function summarise({ name, setUpMs, runs }: EngineRuns): { figures: EngineFigures; lines: readonly string[] } {
  const compiled = runs.filter(({ refused }) => refused === null);
  const slowest = compiled
    .map((run) => ({ name: run.name, maxMask: Math.max(...run.masks, 0) }))
    .sort((a, b) => b.maxMask - a.maxMask)
    .slice(0, SHOWN);
  const figures: EngineFigures = {
    name,
    setUpMs,
    schemas: runs.length,
    refused: runs.flatMap((run) => (run.refused === null ? [] : [run.name])),
    right: compiled.filter(isRight).length,
    validRejected: sum(compiled.map(({ validRejected }) => validRejected.length)),
    invalidAccepted: sum(compiled.map(({ invalidAccepted }) => invalidAccepted.length)),
    cut: compiled.filter(({ cut }) => cut).map((run) => run.name),
    compile: spread(compiled.map(({ compile }) => compile)),
    mask: spread(compiled.flatMap(({ masks }) => masks)),
    forcedShare: sum(compiled.map(({ forcedTokens }) => forcedTokens)) / sum(compiled.map(({ tokens }) => tokens)),
    slowest,
  };
  return { figures, lines: render(figures) };
}

function render(figures: EngineFigures): string[] {
  const { mask, compile, refused, cut } = figures;
  const show = ({ p50, p90, p99, max, mean }: Spread) =>
    `p50 ${number(p50)}  p90 ${number(p90)}  p99 ${number(p99)}  max ${number(max)}  mean ${number(mean)}`;
  return [
    `${figures.name}, set-up ${figures.setUpMs.toFixed(0)} ms`,
    `  schemas right ${figures.right} of ${figures.schemas}; refused ${refused.length}; values: valid rejected ${figures.validRejected}, invalid accepted ${figures.invalidAccepted}`,
    `  masks, us    ${show(mask)}`,
    `  compile, us  ${show(compile)}`,
    `  tokens forced ${(100 * figures.forcedShare).toFixed(1)} %; slowest: ${figures.slowest.map(({ name, maxMask }) => `${name} ${number(maxMask)}`).join(", ")}`,
    ...(refused.length > 0 ? [`  refused: ${refused.join(", ")}`] : []),
    ...(cut.length > 0 ? [`  not finished in time: ${cut.join(", ")}`] : []),
    "",
  ];
}

function isRight({ validRejected, invalidAccepted, cut }: SchemaRun): boolean {
  return validRejected.length === 0 && invalidAccepted.length === 0 && !cut;
}

function spread(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1), mean: sum(sorted) / Math.max(1, sorted.length) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function number(value: number): string {
  return value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString("en");
}
