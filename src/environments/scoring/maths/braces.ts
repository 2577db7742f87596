/**
 * For every `{` of the text the offset of its `}`, and for a `{` without one, -1. Escaped braces (`\{`) are text. Linear in the length.
 */
export function matchBraces(text: string): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (sign === "\\") i++;
    else if (sign === "{") {
      pairs.set(i, -1);
      open.push(i);
    } else if (sign === "}" && open.length > 0) pairs.set(open.pop()!, i);
  }
  return pairs;
}

/** LaTeX may leave out the braces around an argument of one sign: `\frac12`, `\frac{270}7`, `\sqrt3`, `x^2`. Puts them back. */
export function restoreBraces(text: string): string {
  const first = text
    .replace(/([\^_]) ?(\d+|[a-zA-Z])/g, "$1{$2}")
    .replace(/\\sqrt(\[[^\]]*\])? ?(\\[a-zA-Z]+|[0-9])/g, "\\sqrt$1{$2}")
    .replace(/\\sqrt(\[[^\]]*\])? ([a-zA-Z])/g, "\\sqrt$1{$2}")
    .replace(/\\frac ?(\\pi|[0-9])/g, "\\frac{$1}")
    .replace(/\\frac ([a-zA-Z])/g, "\\frac{$1}");
  return braceDenominators(first);
}

/** The second argument of each `\frac{…}`. */
function braceDenominators(text: string): string {
  if (!text.includes("\\frac{")) return text;
  const pairs = matchBraces(text);
  const edits = new Map<number, string>();
  for (const { index } of text.matchAll(/\\frac\{/g)) {
    const close = pairs.get(index + "\\frac".length)!;
    if (close < 0) continue;
    const argument = /^ ?(\\pi|[0-9a-zA-Z])/.exec(text.slice(close + 1, close + 6));
    if (argument) edits.set(close + 1, argument[0]);
  }
  let result = "";
  let from = 0;
  for (const [at, argument] of [...edits].sort(([a], [b]) => a - b)) {
    result += `${text.slice(from, at)}{${argument.trim()}}`;
    from = at + argument.length;
  }
  return result + text.slice(from);
}
