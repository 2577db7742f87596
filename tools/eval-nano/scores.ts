import type { TaskMetrics } from "../../src/evaluate/index.ts";

export type ScoreRow = Pick<TaskMetrics, "task" | "mode" | "items" | "score" | "standardError" | "overlongRate">;

/** The committed figures: a Markdown page whose rows are read back. */
export interface Scores {
  /** Items of each category, or of a file. */
  readonly limit: number;
  readonly rows: readonly ScoreRow[];
}

const ROW = /^\| (\S+) \| (on|off) \| (\d+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) % \|$/gm;
const LIMIT = /--limit (\d+)/;

export function renderScores({ limit, rows }: Scores): string {
  const lines = [...rows]
    .sort((a, b) => (`${a.task} ${a.mode}` < `${b.task} ${b.mode}` ? -1 : 1))
    .map(({ task, mode, items, score, standardError, overlongRate }) => {
      const cells = [percent(score ?? 0), percent(standardError ?? 0), `${percent(overlongRate)} %`];
      return `| ${task} | ${mode === "reasoning" ? "on" : "off"} | ${items} | ${cells.join(" | ")} |`;
    });
  return `# What nano scores

\`npm run eval:nano -- --limit ${limit} --write\` writes this page; without \`--write\` it compares with it and fails where something became
worse than the noise. Greedy, one sample an item, at most 256 tokens; scores and their standard errors in percent. Tasks from files need
their data (\`--data\`, see [guides/evaluation.md](guides/evaluation.md)).

| task | thinking | items | score | standard error | overlong |
|---|---|--:|--:|--:|--:|
${lines.join("\n")}
`;
}

export function readScores(text: string): Scores {
  const rows = [...text.matchAll(ROW)].map(([, task, thinking, items, score, error, overlong]): ScoreRow => {
    const mode = thinking === "on" ? "reasoning" : "plain";
    const share = (value: string | undefined) => Number(value) / 100;
    const figures = { score: share(score), standardError: share(error), overlongRate: share(overlong) };
    return { task: task!, mode, items: Number(items), ...figures };
  });
  return { limit: Number(LIMIT.exec(text)?.[1] ?? 0), rows };
}

/** Two-sided at 99.9 %: among some fifty rows hardly one moves so far by itself. */
const NOISE = 3.3;

/** A line for each row that is new or has moved, and the rows that are worse by more than the noise of both runs. */
export function compareScores(
  before: Scores | null,
  now: Scores,
): { lines: readonly string[]; worse: readonly string[] } {
  const lines: string[] = [];
  const worse: string[] = [];
  for (const row of now.rows) {
    const name = `${row.task}, thinking ${row.mode === "reasoning" ? "on" : "off"}`;
    const old = before?.rows.find(({ task, mode }) => task === row.task && mode === row.mode);
    const score = row.score ?? 0;
    if (old === undefined) {
      lines.push(`${name}: ${percent(score)} (new)`);
      continue;
    }
    const change = score - (old.score ?? 0);
    const noise = NOISE * Math.hypot(row.standardError ?? 0, old.standardError ?? 0);
    if (Math.abs(change) >= SMALLEST_SHOWN) lines.push(`${name}: ${percent(old.score ?? 0)} -> ${percent(score)}`);
    if (change < -Math.max(noise, SMALLEST_SHOWN)) worse.push(`${name} ${percent(change)}`);
  }
  return { lines, worse };
}

/** The page has one decimal of a percent. */
const SMALLEST_SHOWN = 0.0011;

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
