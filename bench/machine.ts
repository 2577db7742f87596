import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** What a published number must name. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly node: string;
  readonly v8: string;
  readonly hermes4: string;
  /** Null outside a checkout; a "+" marks changed files. */
  readonly commit: string | null;
  readonly date: string;
  /** Programs that ran or waited to run in the minute before, on average. */
  readonly load: number;
}

/** With more than this share of the cores in use by others, threads wait for cores instead of for memory. */
const MOST_LOAD = 0.25;

export function describeMachine(): Machine {
  const packageFile = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.version,
    v8: process.versions.v8,
    hermes4: JSON.parse(packageFile).version,
    commit: describeCommit(),
    date: new Date().toISOString(),
    load: loadavg()[0]!,
  };
}

function describeCommit(): string | null {
  const git = (...words: string[]): string =>
    execFileSync("git", words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    const changed = git("status", "--porcelain", "--untracked-files=no") !== "";
    return git("rev-parse", "--short", "HEAD") + (changed ? "+" : "");
  } catch {
    return null;
  }
}

export function printMachine({ cpu, cores, memoryBytes, node, v8, hermes4, commit, load }: Machine): void {
  process.stdout.write(`${cpu}, ${cores} cores, ${(memoryBytes / 1e9).toFixed(1)} GB memory\n`);
  process.stdout.write(`Node ${node} (V8 ${v8}), hermes4 ${hermes4}, commit ${commit ?? "unknown"}\n`);
  if (load > MOST_LOAD * cores) process.stdout.write(`busy: load ${load.toFixed(1)}; such figures say little\n`);
  process.stdout.write("\n");
}
