import type { Expression, Grammar } from "../grammar-model.ts";

/**
 * Whether a text of code points is a word of a grammar, by the definition alone: the spans that each rule covers, found over and over until
 * nothing is added. For small grammars and short texts.
 */
export function derives(grammar: Grammar, text: string): boolean {
  const signs = Array.from(text, (sign) => sign.codePointAt(0)!);
  const spans = new Map([...grammar.keys()].map((name) => [name, new Set<number>()]));
  const width = signs.length + 1;
  /** Where a word of the expression that begins at `from` may end. */
  const endsOf = (expression: Expression, from: number): Set<number> => {
    switch (expression.type) {
      case "literal": {
        const own = Array.from(expression.text, (sign) => sign.codePointAt(0)!);
        return new Set(own.every((sign, index) => signs[from + index] === sign) ? [from + own.length] : []);
      }
      case "class": {
        const sign = signs[from];
        const { set } = expression;
        const holds =
          sign !== undefined && set.some((first, at) => at % 2 === 0 && first <= sign && sign <= set[at + 1]!);
        return new Set(holds ? [from + 1] : []);
      }
      case "rule":
        return new Set(
          [...spans.get(expression.name)!]
            .filter((span) => Math.floor(span / width) === from)
            .map((span) => span % width),
        );
      case "sequence": {
        let ends = new Set([from]);
        for (const part of expression.parts) ends = union([...ends].map((end) => endsOf(part, end)));
        return ends;
      }
      case "choice":
        return union(expression.options.map((option) => endsOf(option, from)));
      case "repeat": {
        const { item, least, most } = expression;
        const found = new Set<number>(least === 0 ? [from] : []);
        let ends = new Set([from]);
        // Behind as many repetitions as there are signs, more can only repeat nothing.
        for (let count = 1; count <= Math.min(most, least + width); count++) {
          ends = union([...ends].map((end) => endsOf(item, end)));
          if (count >= least) for (const end of ends) found.add(end);
        }
        return found;
      }
    }
  };
  for (let grows = true; grows; ) {
    grows = false;
    for (const [name, expression] of grammar) {
      const known = spans.get(name)!;
      for (let from = 0; from < width; from++) {
        for (const end of endsOf(expression, from)) {
          if (known.has(from * width + end)) continue;
          known.add(from * width + end);
          grows = true;
        }
      }
    }
  }
  return spans.get("root")!.has(signs.length);
}

function union(sets: readonly ReadonlySet<number>[]): Set<number> {
  return new Set(sets.flatMap((set) => [...set]));
}
