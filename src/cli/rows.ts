/** Named lines, as `inspect` and `doctor` print them. */
export type Row = readonly [name: string, value: string];

/** Width of the longest name and a space. */
const COLUMN = 17;

/** One line a row, values in a column. */
export function renderRows(rows: readonly Row[]): string {
  return rows.map(([name, value]) => `${name.padEnd(COLUMN)}${value}\n`).join("");
}

export function renderCount(value: number): string {
  return value.toLocaleString("en-US");
}

/** Decimal units. */
export function renderBytes(length: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, length)) / 3));
  return power === 0 ? `${length} bytes` : `${(length / 1000 ** power).toFixed(1)} ${units[power]}`;
}
