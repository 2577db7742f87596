import { restoreBraces } from "./braces.ts";
import { type Expression, readMathJson } from "./expression.ts";
import { isArithmetic, pairBars } from "./latex-guard.ts";
import { type Rewrites, rewrite } from "./rewrite.ts";

/** Null for what is no arithmetic. */
export type ParseLatex = (latex: string) => Expression | null;

const readings: Rewrites = [
  // Three halves of x, not three over 2x.
  [/(?<![\d.^_a-zA-Z/])(\d+)\/(\d+)(?![\d.^!/])/g, "\\frac{$1}{$2}"],
  [/\\(sin|cos|tan) ?\^ ?\{ ?-1 ?\}/g, "\\arc$1 "],
  [/\*/g, "\\cdot "],
];

/** Loads the parser of @cortex-js/compute-engine (25 ms, 0.4 MB); only its LaTeX reader, none of its algebra. */
export async function loadLatexParser(): Promise<ParseLatex> {
  const { LatexSyntax } = await import("@cortex-js/compute-engine/latex-syntax");
  const syntax = new LatexSyntax();
  return (latex) => {
    const text = pairBars(rewrite(restoreBraces(latex), readings));
    if (text === null || !isArithmetic(text)) return null;
    return readMathJson(syntax.parse(text));
  };
}
