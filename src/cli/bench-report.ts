import type { Measurement } from "../measure/index.ts";
import { readVersion } from "./version.ts";

/** What `hermes bench --json` prints. Keys of the inner objects are prompt lengths and numbers of streams. */
export interface BenchJson {
  readonly load_ms: number;
  readonly prefill_tokens_per_second: Readonly<Record<string, number>>;
  readonly decode_tokens_per_second: Readonly<Record<string, number>>;
  readonly first_token_ms: Readonly<Record<string, number>>;
  /** For a prompt that was asked before. */
  readonly cached_first_token_ms: Readonly<Record<string, number>>;
  readonly bandwidth_share: number;
  readonly memory_bytes_per_second: number;
  readonly loaded_memory_bytes: number;
  readonly peak_memory_bytes: number;
  readonly weight_bytes: number;
  readonly cache_bytes: number;
  readonly threads: number;
  readonly rounds: number;
  readonly decode_tokens: number;
  readonly compute: string;
  readonly cache_dtype: string;
  readonly model: string;
  readonly versions: { readonly hermes4: string; readonly node: string; readonly v8: string };
}

export function renderBenchJson(model: string, measured: Measurement): BenchJson {
  const { prompts, decodes } = measured;
  return {
    load_ms: measured.loadMs,
    prefill_tokens_per_second: byKey(prompts, ({ tokensPerSecond }) => tokensPerSecond),
    decode_tokens_per_second: byKey(decodes, ({ tokensPerSecond }) => tokensPerSecond),
    first_token_ms: byKey(prompts, ({ firstTokenMs }) => firstTokenMs),
    cached_first_token_ms: byKey(prompts, ({ cachedFirstTokenMs }) => cachedFirstTokenMs),
    bandwidth_share: measured.bandwidthShare,
    memory_bytes_per_second: measured.readCeiling,
    loaded_memory_bytes: measured.loadedMemoryBytes,
    peak_memory_bytes: measured.peakMemoryBytes,
    weight_bytes: measured.weightBytes,
    cache_bytes: measured.cacheBytes,
    threads: measured.threads,
    rounds: measured.rounds,
    decode_tokens: measured.decodeTokens,
    compute: measured.compute,
    cache_dtype: measured.cacheDtype,
    model,
    versions: { hermes4: readVersion(), node: process.version, v8: process.versions.v8 },
  };
}

/** The same for people. */
export function renderBenchTable(model: string, measured: Measurement): string {
  const { prompts, decodes, threads, compute, cacheDtype, rounds } = measured;
  const head = `${model}, ${compute}, ${cacheDtype} cache, ${threads} ${threads === 1 ? "thread" : "threads"}; medians of ${rounds}`;
  const rows = [
    ...[...prompts].flatMap(([tokens, figures]) => [
      [`prefill of ${tokens}`, `${figures.tokensPerSecond.toFixed(1)} tokens/s`],
      ["  first token", milliseconds(figures.firstTokenMs)],
      [
        "  first token, asked again",
        `${milliseconds(figures.cachedFirstTokenMs)} (${figures.cachedTokens} tokens found computed)`,
      ],
    ]),
    ...[...decodes].flatMap(([streams, figures]) => [
      [`decode, ${streams} ${streams === 1 ? "stream" : "streams"}`, `${figures.tokensPerSecond.toFixed(1)} tokens/s`],
      ["  one step, median and p95", `${milliseconds(figures.stepMs)}, ${milliseconds(figures.p95StepMs)}`],
    ]),
    [
      "memory read",
      `${gigabytes(measured.readCeiling)}/s; decode reaches ${(100 * measured.bandwidthShare).toFixed(0)} %`,
    ],
    [
      "peak memory",
      `${gigabytes(measured.peakMemoryBytes)} (weights ${gigabytes(measured.weightBytes)}, cache ${gigabytes(measured.cacheBytes)})`,
    ],
    ["load", milliseconds(measured.loadMs)],
  ] as const;
  return `${head}\n${rows.map(([name, value]) => `  ${name!.padEnd(28)}${value}\n`).join("")}`;
}

function byKey<Figures>(
  figures: ReadonlyMap<number, Figures>,
  pick: (figures: Figures) => number,
): Readonly<Record<string, number>> {
  return Object.fromEntries([...figures].map(([key, value]) => [String(key), pick(value)]));
}

function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
