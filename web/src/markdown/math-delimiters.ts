/**
 * Rewrites the ways in which models mark mathematics, `\(x\)`, `\[x\]`, `$x$` and `$$x$$`, to the two that the parser is set to:
 * `$$x$$` in a line and `$$` fences. A dollar opens mathematics only where no space follows it, and closes it only where no
 * space precedes and no digit follows, so that "$5 and $10" stays money. Code stays as it is.
 */
export function normaliseMath(markdown: string): string {
  if (!/[$\\]/.test(markdown)) return markdown;
  return markdown.replaceAll(tokens, (whole: string, ...details: unknown[]) => {
    const at = details.at(-3) as number;
    const { brackets, parens, display, inline } = details.at(-1) as Readonly<Record<string, string | undefined>>;
    const block = brackets ?? display;
    if (block !== undefined) return displayMath(block, markdown, at, at + whole.length);
    const formula = parens ?? inline;
    return formula === undefined ? whole : inLine(formula);
  });
}

/**
 * In this order: code of any kind and escapes, which pass, then the four ways. A formula holds no empty line; the bounds keep the
 * search for the end of something that was never closed short.
 */
const tokens = new RegExp(
  [
    /^(?<fence>[ >]*(?:`{3,}|~{3,}))[^\n]*(?:\n(?!\k<fence>)[^\n]*)*(?:\n\k<fence>[^\n]*)?/.source,
    /(?<!`)(?<ticks>`+)(?!`)(?:[^`]|(?<!`)(?!\k<ticks>(?!`))`+){1,4000}?(?<!`)\k<ticks>(?!`)/.source,
    /\\\[(?<brackets>(?:[^\n]|\n(?!\s*\n)){1,4000}?)\\\]/.source,
    /\\\((?<parens>(?:[^\n]|\n(?!\s*\n)){1,4000}?)\\\)/.source,
    /\\[\\$`]/.source,
    /\$\$(?!\$)(?<display>(?:[^$\n]|\n(?!\s*\n)|\\\$){1,4000}?)\$\$(?!\$)/.source,
    /(?<!\$)\$(?![\s$])(?<inline>(?:[^$\n\\]|\\[^\n]|\n(?!\s*\n)){0,1000}?[^\s\\$])\$(?![\d$])/.source,
  ].join("|"),
  "gm",
);

/** Alone on its lines it becomes a fence, indented as it was; in a sentence it stays there. */
function displayMath(formula: string, markdown: string, start: number, end: number): string {
  const before = markdown.slice(markdown.lastIndexOf("\n", start - 1) + 1, start);
  const after = /^[^\n]*/.exec(markdown.slice(end))![0];
  if (!/^[\s>]*$/.test(before) || after.trim() !== "") return inLine(`\\displaystyle ${formula}`);
  const lines = formula.trim().split("\n");
  return ["$$", ...lines.map((line) => before + line.trim()), `${before}$$`].join("\n");
}

function inLine(formula: string): string {
  return `$$${formula.replaceAll(/\s*\n\s*/g, " ").trim()}$$`;
}
