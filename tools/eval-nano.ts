/**
 * `npm run eval:nano [-- --write] [--data DIR] [--limit N]`: the embedded model on the tasks that it can attempt, thinking and not, greedily.
 * Compares with the committed table docs/nano-scores.md and ends with 1 where something became worse than the noise of its items;
 * `--write` renews the table. Tasks from files are left out, by name, where their data are not.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DataFolder, tasks } from "../src/environments/index.ts";
import type { TaskMetrics } from "../src/evaluate/index.ts";
import { compareScores, readScores, renderScores, type Scores } from "./eval-nano/scores.ts";

/** Beside the tasks that are made from seeds. The others are beyond a model of this size: they score nothing, whatever changes. */
const FURTHER = ["answer-format", "schema-adherence", "ifeval", "bfcl-simple", "bfcl-irrelevance", "xstest"];
const MOST_TOKENS = 256;

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    limit: { type: "string", default: "25" },
    write: { type: "boolean", default: false },
  },
});
const root = fileURLToPath(new URL("..", import.meta.url));
const file = join(root, "docs", "nano-scores.md");
const folder = values.data ?? process.env.HERMES_DATA ?? null;
const data = new DataFolder({ folder });
const wanted = tasks.filter(({ id, group }) => group === "generated" || FURTHER.includes(id));
const possible = wanted.filter(({ files }) => files.every((one) => existsSync(data.pathOf(one) ?? "")));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

for (const { id } of wanted.filter((task) => !possible.includes(task))) say(`skipped: ${id}, its data are not there`);
const found: Scores = { limit: Number(values.limit), rows: run(possible.map(({ id }) => id)) };
const before = existsSync(file) ? readScores(readFileSync(file, "utf8")) : null;
const { lines, worse } = compareScores(before, found);
for (const line of lines) say(line);
if (values.write) {
  writeFileSync(file, renderScores(found));
  say(`${file} is written`);
} else if (worse.length > 0) {
  say(`worse than the noise: ${worse.join("; ")}`);
  process.exitCode = 1;
}

function run(names: readonly string[]): readonly TaskMetrics[] {
  const out = mkdtempSync(join(tmpdir(), "hermes-nano-"));
  const options = [
    "--limit",
    values.limit,
    "--samples",
    "1",
    "--temperature",
    "0",
    "--max-tokens",
    String(MOST_TOKENS),
  ];
  const where = folder === null ? [] : ["--data", folder];
  try {
    const words = ["eval", ...names, ...options, ...where, "--out", out, "--json"];
    const { status, stdout } = spawnSync(process.execPath, [join(root, "tools", "hermes.ts"), ...words], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw new Error(`hermes eval ended with ${status}`);
    return (JSON.parse(stdout) as { tasks: TaskMetrics[] }).tasks;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
