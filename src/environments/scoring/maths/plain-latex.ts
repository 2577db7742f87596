import { type Rewrites, rewrite } from "./rewrite.ts";
import { dropRightText, dropUnits, spellOutScales } from "./units.ts";

const signs: Rewrites = [
  [/[−–]/g, "-"],
  [/π/g, "\\pi "],
  [/∞/g, "\\infty "],
  [/∪/g, "\\cup "],
  [/±/g, "\\pm "],
  [/[·×]/g, "\\cdot "],
  [/√/g, "\\sqrt "],
  [/[°]|\\degree(?![a-zA-Z])/g, ""],
];

const layout: Rewrites = [
  // Thousands: `10,\!080`, `10{,}080`, `10\,080`.
  [/(?<=\d)(?:,\\!|\{,\}|\\,)\s*(?=\d{3})/g, ""],
  [/\\[!]/g, ""],
  [/(?:\\left|\\right) ?(?=[()[\]|{}])/g, ""],
  [/[([] ?\\begin\{array\} ?\{[clr| ]*\}([\s\S]*)\\end\{array\} ?[)\]]/g, "\\begin{pmatrix}$1\\end{pmatrix}"],
  [/(?<!\\)\\(?:[,;: ]|q?quad(?![a-zA-Z])|displaystyle(?![a-zA-Z]))|~/g, " "],
  [/\\\$|[$€£]|\\[()](?![a-zA-Z])/g, ""],
  [/^\\\[([\s\S]*)\\\]$/, "$1"],
  [/\\?%/g, ""],
  [/\\(?:left|right|[bB]igg?[lr]?)(?![a-zA-Z])/g, ""],
  [/\\[dtc]frac(?![a-zA-Z])/g, "\\frac"],
  [/ ?\^ ?(?:\\circ(?![a-zA-Z])|\{ ?\\circ ?\})/g, ""],
  [/\\(?:lvert|rvert|vert|mid)(?![a-zA-Z])/g, "|"],
  [/\\(l|g|n)eq?(?![a-zA-Z])/g, "\\$1e "],
  [/\\varnothing(?![a-zA-Z])/g, "\\emptyset"],
  [/\\mathrm\{([ie])\}/g, " $1"],
  [/\s+/g, " "],
  [/(^|[ {(,[+\-/*])\.(?=\d)/g, "$10."],
];

const words: Rewrites = [
  [/\\mathbf\{([\d.]+)\}/g, "$1"],
  [/\\(?:text|mbox|textrm|mathrm|textbf|textit|textnormal)\{([^{}]*)\}/g, " $1 "],
  [/ +/g, " "],
  [/ ?,? (?:or|and) (?=\S)/g, ", "],
  // Ordinals: 4th, 4^{th}.
  [/(?<=\d)(?: ?\^ ?\{ ?(?:st|nd|rd|th) ?\}| ?(?:st|nd|rd|th)(?![a-zA-Z]))/g, ""],
  // Functions and constants that were written without their backslash.
  [/(?<![\\a-zA-Z])sqrt ?\(([^()]*)\)/g, "\\sqrt{$1}"],
  [/(?<![\\a-zA-Z])(pi|infty|sqrt|sin|cos|tan|cot|log|ln)(?![a-zA-Z])/g, "\\$1 "],
  [/(?<![\\a-zA-Z])inf(?:inity)?(?![a-zA-Z])/g, "\\infty "],
  [/\*\*/g, "^"],
];

/**
 * The answer as LaTeX with nothing left that does not bear on its value: layout, degrees, percent and currency signs, units, words,
 * commas of thousands. Case stays.
 */
export function plainLatex(answer: string): string {
  const unwrapped = /^\\text\s*\{([^{}]*)\}$/.exec(answer.trim())?.[1] ?? answer;
  const laidOut = rewrite(rewrite(unwrapped, signs), layout).trim();
  const worded = rewrite(dropRightText(laidOut), words).trim();
  const text = dropUnits(spellOutScales(joinThousands(worded))).replace(/\.$/, "");
  return text
    .replace(/(?<=\d) (\d+) ?\/ ?(\d+)/g, "\\frac{$1}{$2}")
    .replace(/ +/g, " ")
    .trim();
}

/** `58,500`; but `(100,200)` is a pair. */
function joinThousands(text: string): string {
  if (/[([]|\\\{/.test(text)) return text;
  return text.replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/g, (number) => number.replaceAll(",", ""));
}
