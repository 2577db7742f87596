/** One thing that was looked at. "note": worth knowing; "problem": something to do about. */
export interface Finding {
  readonly name: string;
  readonly status: "ok" | "note" | "problem";
  /** What was found, for people. */
  readonly text: string;
  /** What to do, or what it means. */
  readonly advice?: string;
  /** The same for programs. */
  readonly facts: Readonly<Record<string, unknown>>;
}

const NAME_COLUMN = 12;
const STATUS_COLUMN = 9;

/** One line a finding, its advice on a second. */
export function renderFinding({ name, status, text, advice }: Finding): string {
  const start = `${status.padEnd(STATUS_COLUMN)}${name.padEnd(NAME_COLUMN)}`;
  return `${start}${text}\n${advice === undefined ? "" : `${" ".repeat(start.length)}${advice}\n`}`;
}

/** One object: findings by name. */
export function renderFindingsJson(findings: readonly Finding[]): string {
  const entries = findings.map(({ name, facts, ...rest }) => [name, { ...rest, ...facts }]);
  return `${JSON.stringify(Object.fromEntries(entries))}\n`;
}
