import { Counter, Histogram, type Registry } from "prom-client";
import { GRAMMAR_TIME_BOUNDS, type GrammarStats, type TimeCounts } from "../hermes.ts";

type Read = () => GrammarStats | null;
type ReadTimes = () => TimeCounts | undefined;

/** What constraints of answers cost and save; looked at when somebody asks for the figures. */
export function registerGrammarMetrics(registry: Registry, read: Read): void {
  const registers = [registry];
  const counter = (name: string, help: string, of: (stats: GrammarStats) => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        const stats = read();
        this.reset();
        this.inc(stats === null ? 0 : of(stats));
      },
    });
  counter("hermes:grammar_cache_hits_total", "Rules whose grammar was kept.", (stats) => stats.cacheHits);
  counter("hermes:grammar_cache_misses_total", "Rules that were compiled.", (stats) => stats.cacheMisses);
  counter("hermes:grammar_forced_tokens_total", "Tokens that only could come.", (stats) => stats.forcedTokens);
  new Counter({
    name: "hermes:grammar_refused_total",
    help: "Rules that were refused, by the code of the error.",
    labelNames: ["code"],
    registers,
    collect() {
      this.reset();
      for (const [code, count] of Object.entries(read()?.refused ?? {})) this.inc({ code }, count);
    },
  });
  const { compile, mask } = GRAMMAR_TIME_BOUNDS;
  const compileHelp = "From a rule that was not kept to its grammar.";
  histogram(registry, "hermes:grammar_compile_seconds", compileHelp, compile, () => read()?.compileSeconds);
  const maskHelp = "Writing the mask of one token; one in eight is measured.";
  histogram(registry, "hermes:grammar_mask_seconds", maskHelp, mask, () => read()?.maskSeconds);
}

/** A histogram that is counted elsewhere: what came since the last look is observed now, each count at the mean of its bound. */
function histogram(registry: Registry, name: string, help: string, bounds: readonly number[], read: ReadTimes): void {
  let seen = nothingOf(bounds);
  new Histogram({
    name,
    help,
    buckets: [...bounds],
    registers: [registry],
    collect() {
      const now = read() ?? nothingOf(bounds);
      // A model that was loaded anew counts from nothing.
      const before = now.counts.some((count, index) => count < seen.counts[index]!) ? nothingOf(bounds) : seen;
      seen = now;
      for (const [index, count] of now.counts.entries()) {
        const further = count - before.counts[index]!;
        const mean = (now.sums[index]! - before.sums[index]!) / further;
        for (let observed = 0; observed < further; observed++) this.observe(mean);
      }
    },
  });
}

function nothingOf(bounds: readonly number[]): TimeCounts {
  const zeros = new Array<number>(bounds.length + 1).fill(0);
  return { counts: zeros, sums: zeros };
}
