import type { Terminal } from "../terminal.ts";

/** A line of the log for people: time, level, message, then the facts as name=value. */
export function renderLogLine(line: string, { dim }: Pick<Terminal, "dim">): string {
  const { time, level, msg, ...facts } = JSON.parse(line) as Record<string, unknown>;
  const clock = String(time).slice(11, 19);
  const details = Object.entries(facts).map(([name, value]) => ` ${name}=${renderValue(value)}`);
  return `${dim(clock)} ${String(level).padEnd(5)} ${msg}${dim(details.join(""))}\n`;
}

/** Bare where nothing in it could be mistaken or move a cursor, else as JSON. */
function renderValue(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^[\w./:@+-]+$/.test(text) ? text : JSON.stringify(value);
}
