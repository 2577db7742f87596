/**
 * Regular expressions over module names, matched in time that no pattern can blow up: a part of a pattern takes all positions of the
 * text that are reachable so far to all that are reachable behind it, so nothing is ever tried twice. Understood are literals,
 * escapes, `.`, classes, groups, alternatives, `*` `+` `?` (lazy ones too) and anchors: what configuration files use.
 */

/** Positions of `text` behind the part, from those before it. */
type Part = (text: string, from: ReadonlySet<number>) => ReadonlySet<number>;
type Test = (character: string) => boolean;

/** Groups inside groups; each level may cost a factor of the name's length. */
const DEEPEST_GROUP = 3;

const escapes: Readonly<Record<string, Test>> = {
  d: (character) => /\d/.test(character),
  w: (character) => /\w/.test(character),
  s: (character) => /\s/.test(character),
};

/** Whether `text` begins with a match of `pattern`, as Python's re.match; undefined when the pattern is not understood. */
export function matchModulePattern(pattern: string, text: string): boolean | undefined {
  const parser = new PatternParser(pattern);
  const part = parser.parse();
  return part && part(text, new Set([0])).size > 0;
}

/** Recursive descent; a method gives undefined where the pattern is not understood. */
class PatternParser {
  readonly #pattern: string;
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  parse(): Part | undefined {
    const part = this.#alternatives();
    return this.#at === this.#pattern.length ? part : undefined;
  }

  #alternatives(): Part | undefined {
    const parts: Part[] = [];
    do {
      const part = this.#sequence();
      if (!part) return undefined;
      parts.push(part);
    } while (this.#take("|"));
    return (text, from) => new Set(parts.flatMap((part) => [...part(text, from)]));
  }

  #sequence(): Part | undefined {
    const parts: Part[] = [];
    while (this.#at < this.#pattern.length && !"|)".includes(this.#pattern[this.#at]!)) {
      const atom = this.#atom();
      if (!atom) return undefined;
      parts.push(this.#repeated(atom));
    }
    return (text, from) => parts.reduce((positions, part) => part(text, positions), from);
  }

  #repeated(atom: Part): Part {
    const quantifier = ["*", "+", "?"].find((sign) => this.#take(sign));
    if (quantifier === undefined) return atom;
    this.#take("?");
    if (quantifier === "?") return (text, from) => new Set([...from, ...atom(text, from)]);
    const many: Part = (text, from) => repeat(atom, text, from);
    return quantifier === "*" ? many : (text, from) => many(text, atom(text, from));
  }

  #atom(): Part | undefined {
    const character = this.#pattern[this.#at++]!;
    if (character === "^") return (_, from) => keep(from, (position) => position === 0);
    if (character === "$") return (text, from) => keep(from, (position) => position === text.length);
    if (character === "(") return this.#group();
    const test = this.#test(character);
    return test && ((text, from) => step(text, from, test));
  }

  #group(): Part | undefined {
    if (this.#take("?") && !this.#take(":")) return undefined;
    if (++this.#depth > DEEPEST_GROUP) return undefined;
    const part = this.#alternatives();
    this.#depth--;
    return this.#take(")") ? part : undefined;
  }

  #test(character: string): Test | undefined {
    if (character === ".") return () => true;
    if (character === "[") return this.#class();
    if (character === "\\") return this.#escape();
    return "*+?{}]".includes(character) ? undefined : (other) => other === character;
  }

  /** Letters and digits behind a backslash have meanings; of those only a few are understood. */
  #escape(): Test | undefined {
    const character = this.#pattern[this.#at++];
    if (character === undefined) return undefined;
    if (/[A-Za-z0-9]/.test(character)) return Object.hasOwn(escapes, character) ? escapes[character] : undefined;
    return (other) => other === character;
  }

  #class(): Test | undefined {
    const isInverted = this.#take("^");
    const end = this.#pattern.indexOf("]", this.#at);
    const body = this.#pattern.slice(this.#at, end);
    if (end < 0 || !/^(?:[\w.]-[\w.]|[\w.]|-$)+$/.test(body)) return undefined;
    this.#at = end + 1;
    const ranges = [...body.matchAll(/(.)(?:-(.))?/g)].map(([, first, last]) => [first!, last ?? first!] as const);
    return (other) => ranges.some(([first, last]) => other >= first && other <= last) !== isInverted;
  }

  #take(sign: string): boolean {
    if (this.#pattern[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }
}

function keep(positions: ReadonlySet<number>, isKept: (position: number) => boolean): ReadonlySet<number> {
  return new Set([...positions].filter(isKept));
}

function step(text: string, from: ReadonlySet<number>, test: Test): ReadonlySet<number> {
  return new Set([...keep(from, (position) => position < text.length && test(text[position]!))].map((at) => at + 1));
}

/** All positions behind no, one or more repetitions; only new ones are taken further. */
function repeat(part: Part, text: string, from: ReadonlySet<number>): ReadonlySet<number> {
  const reached = new Set(from);
  for (let fresh = from; fresh.size > 0; ) {
    fresh = keep(part(text, fresh), (position) => !reached.has(position));
    for (const position of fresh) reached.add(position);
  }
  return reached;
}
