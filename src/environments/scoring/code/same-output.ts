/**
 * Whether a program printed what is expected, as LiveCodeBench compares: as many lines, each equal without white space at its ends, or with equal
 * decimal numbers in each place.
 */
export function sameOutput(printed: string, expected: string): boolean {
  const [left, right] = [linesOf(printed), linesOf(expected)];
  return left.length === right.length && left.every((line, i) => line === right[i] || sameDecimals(line, right[i]!));
}

function linesOf(text: string): string[] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.trim());
}

function sameDecimals(left: string, right: string): boolean {
  const [ours, theirs] = [left.split(/\s+/).map(decimal), right.split(/\s+/).map(decimal)];
  return ours.length === theirs.length && ours.every((value, i) => value !== null && value === theirs[i]);
}

/** A normal form of a decimal number of any length, so that 1.50, +1.5 and 15e-1 are the same text; null for another word. */
function decimal(word: string): string | null {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,15}))?$/i.exec(word) ?? [];
  const all = whole + fraction;
  if (all === "") return null;
  let start = 0;
  while (all[start] === "0") start++;
  let end = all.length;
  while (end > start && all[end - 1] === "0") end--;
  if (start === end) return "0";
  const power = Number(exponent) - fraction.length + (all.length - end);
  return `${sign === "-" ? "-" : ""}${all.slice(start, end)}e${power}`;
}
