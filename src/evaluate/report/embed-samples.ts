import { gzipSync } from "node:zlib";
import type { SampleRow } from "../contract.ts";
import { sampleKey } from "../sample-key.ts";
import type { FinishedRun } from "../store/finished-run.ts";
import type { ReportTask } from "./figures.ts";
import { createEntry, type SampleEntry } from "./sample-entry.ts";

/** Characters of JSON that are packed together: what opening a sample unpacks. */
const CHUNK_CHARS = 512 * 1024;

export interface EmbedOptions {
  readonly known: readonly ReportTask[];
  readonly withUnsafe: boolean;
  readonly withPrivate: boolean;
  /** Bytes of the page that texts may take. */
  readonly budgetBytes: number;
}

export interface EmbeddedSamples {
  /** Every sample of every run, by run, task, mode, item and sample. */
  readonly entries: readonly SampleEntry[];
  /** JSON arrays of SampleRow: gzip, then Base64. */
  readonly chunks: readonly string[];
}

type MutableEntry = { -readonly [Key in keyof SampleEntry]: SampleEntry[Key] };

/**
 * Lists all samples of the runs, each once (its last row counts), and packs the rows of those that are most worth reading: first errors,
 * overlong and not fully right ones, then the others, until the budget is used. Rows are read again for each pass, never kept.
 */
export async function embedSamples(runs: readonly FinishedRun[], options: EmbedOptions): Promise<EmbeddedSamples> {
  const entries: MutableEntry[] = [];
  const perRun: Map<number, MutableEntry>[] = [];
  for (const [index, run] of runs.entries()) {
    const byLine = await listSamples(run, index + 1, options);
    perRun.push(byLine);
    entries.push(...byLine.values());
  }
  const packer = new Packer(options.budgetBytes);
  for (const wanted of [needsReading, (entry: SampleEntry) => !needsReading(entry)]) {
    for (const [index, run] of runs.entries()) await pack(run, perRun[index]!, wanted, packer);
  }
  packer.flush();
  for (const entry of entries) if (entry.chunk === null) entry.without ??= "size";
  return { entries: inOrder(entries, runs), chunks: packer.chunks };
}

async function listSamples(
  run: FinishedRun,
  number: number,
  options: EmbedOptions,
): Promise<Map<number, MutableEntry>> {
  const last = new Map<string, MutableEntry>();
  let line = 0;
  for await (const row of run.rows()) {
    line++;
    last.set(sampleKey(row), createEntry(row, number, line, withheldAs(row, options)));
  }
  return new Map([...last.values()].map((entry) => [entry.line, entry]));
}

function withheldAs({ task, category }: SampleRow, { known, ...options }: EmbedOptions): SampleEntry["without"] {
  const withheld = known.find(({ id }) => id === task)?.withheld;
  if (withheld === undefined || !withheld.of(category)) return null;
  const shown = withheld.as === "unsafe" ? options.withUnsafe : options.withPrivate;
  return shown ? null : withheld.as;
}

function needsReading({ status, overlong, value }: SampleEntry): boolean {
  return status === "error" || overlong || value! < 1;
}

async function pack(
  run: FinishedRun,
  byLine: ReadonlyMap<number, MutableEntry>,
  wanted: (entry: SampleEntry) => boolean,
  packer: Packer,
): Promise<void> {
  let line = 0;
  for await (const row of run.rows()) {
    if (packer.isFull) return;
    const entry = byLine.get(++line);
    if (entry !== undefined && entry.without === null && wanted(entry)) packer.add(row, entry);
  }
}

/** Fills chunks until the budget is used; the chunk that goes over it is dropped. */
class Packer {
  readonly chunks: string[] = [];
  #left: number;
  #pending: { readonly json: string; readonly entry: MutableEntry }[] = [];
  #chars = 0;

  constructor(budgetBytes: number) {
    this.#left = budgetBytes;
  }

  get isFull(): boolean {
    return this.#left <= 0;
  }

  add(row: SampleRow, entry: MutableEntry): void {
    const json = JSON.stringify(row);
    this.#pending.push({ json, entry });
    this.#chars += json.length;
    if (this.#chars >= CHUNK_CHARS) this.flush();
  }

  flush(): void {
    const pending = this.#pending;
    [this.#pending, this.#chars] = [[], 0];
    if (pending.length === 0) return;
    const packed = packJson(`[${pending.map(({ json }) => json).join(",")}]`);
    this.#left -= packed.length;
    if (this.#left < 0) return;
    for (const [place, { entry }] of pending.entries()) Object.assign(entry, { chunk: this.chunks.length, place });
    this.chunks.push(packed);
  }
}

/** Base64 has no sign that HTML reads as markup. */
export function packJson(json: string): string {
  return gzipSync(json).toString("base64");
}

const byName = new Intl.Collator("en", { numeric: true });

/** By run, task as the run has them, mode, item and sample. */
function inOrder(entries: readonly MutableEntry[], runs: readonly FinishedRun[]): MutableEntry[] {
  const places = runs.map(({ config: { tasks } }) => new Map(tasks.map(({ id }, place) => [id, place])));
  const placeOf = ({ run, task }: SampleEntry) => places[run - 1]!.get(task)!;
  return entries.toSorted(
    (left, right) =>
      left.run - right.run ||
      placeOf(left) - placeOf(right) ||
      byName.compare(right.mode, left.mode) ||
      byName.compare(left.itemId, right.itemId) ||
      left.sampleIndex - right.sampleIndex,
  );
}
