import { compareShapes } from "./compare-shapes.ts";
import type { Decision } from "./compare-singles.ts";
import { loadLatexParser, type ParseLatex } from "./latex-parser.ts";
import { mathText } from "./math-text.ts";
import { plainLatex } from "./plain-latex.ts";
import { plainText } from "./plain-text.ts";
import { readShape } from "./shape.ts";

/** UTF-16 code units; the longest gold answer of the benchmarks has 67. */
const MAX_ANSWER = 2_000;

/**
 * Says whether two mathematical answers are equal, in stages: the same text by the rules of MATH; the same text without units, commas and
 * words; the same value, element by element. Symmetric; time is bounded for any text. The parser is loaded when it is first needed.
 */
export class MathsEquality {
  #parser: Promise<ParseLatex> | undefined;

  async compare(gold: string, given: string): Promise<Decision> {
    if (gold.length > MAX_ANSWER || given.length > MAX_ANSWER) return { equal: false, rule: "too_long" };
    const [a, b] = [mathText(gold), mathText(given)];
    if (a === b && a !== "") return { equal: true, rule: "math_text" };
    const [expected, found] = [plainLatex(gold), plainLatex(given)];
    const text = plainText(expected);
    if (text !== "" && text === plainText(found)) return { equal: true, rule: "plain_text" };
    this.#parser ??= loadLatexParser();
    return compareShapes(readShape(expected), readShape(found), await this.#parser);
  }
}
