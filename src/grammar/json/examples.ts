import { type Alphabet, classOf, examplesOf, intervalOf, refine } from "../regex/index.ts";
import type { TextAtom } from "./atoms.ts";
import { atomsOf, type Formula } from "./formula.ts";

const LAST_CODE_POINT = 0x10ffff;
const AFTER_SURROGATES = 0xe000;
/** Stands for all where nothing is told apart. */
export const LETTER = 0x61;
const SPACE = 0x20;
const NONE: ReadonlySet<number> = new Set();
/** Alphabets kept, a few kilobytes each; with more, all are forgotten. */
const MOST_KEPT = 256;

/** Code points that stand for all those which formulas of texts treat alike; never surrogates, readable ones first. */
export class Examples {
  private readonly ofFormulas = new WeakMap<Formula, readonly Alphabet[]>();
  private readonly numbers = new Map<Alphabet, number>();
  private readonly joined = new Map<string, Alphabet>();
  private readonly known = new Map<Alphabet, readonly number[]>();

  /** Whether some characters may mean something else to the formulas than others. */
  tellApart(formulas: readonly Formula[]): boolean {
    return formulas.some((formula) => this.alphabetsOf(formula).length > 0);
  }

  /** One of each kind; code points of `apart` stand for themselves, and others for those that are like them. */
  of(formulas: readonly Formula[], apart: ReadonlySet<number> = NONE): number[] {
    const alphabet = this.alphabetOf(formulas);
    const others = this.allOf(alphabet).flatMap((codePoint) => {
      if (!apart.has(codePoint)) return [codePoint];
      const other = anotherLike(codePoint, alphabet, apart);
      return other === undefined ? [] : [other];
    });
    return [...others, ...apart].sort(byReadability);
  }

  /** The same among the code points from `first` on to `last`, one after the other. */
  *within(
    formulas: readonly Formula[],
    first: number,
    last: number,
    apart: ReadonlySet<number> = NONE,
  ): Generator<number, void> {
    for (const codePoint of apart) if (codePoint >= first && codePoint <= last) yield codePoint;
    const found = new Set<number>();
    for (const { start, end, kind } of runsOf(this.alphabetOf(formulas), first, last)) {
      const example = found.has(kind) ? undefined : exampleIn(start, end, apart);
      if (example === undefined) continue;
      found.add(kind);
      yield example;
    }
  }

  private allOf(alphabet: Alphabet | null): readonly number[] {
    if (alphabet === null) return [LETTER];
    let examples = this.known.get(alphabet);
    if (examples === undefined) {
      if (this.known.size >= MOST_KEPT) this.known.clear();
      examples = [...examplesOf(alphabet)].filter((codePoint) => offSurrogates(codePoint) === codePoint);
      this.known.set(alphabet, examples);
    }
    return examples;
  }

  /** Null where nothing is told apart. */
  alphabetOf(formulas: readonly Formula[]): Alphabet | null {
    const alphabets = [...new Set(formulas.flatMap((formula) => this.alphabetsOf(formula)))];
    if (alphabets.length < 2) return alphabets[0] ?? null;
    const key = alphabets.map((alphabet) => this.numberOf(alphabet)).join();
    let joined = this.joined.get(key);
    if (joined === undefined) {
      if (this.joined.size === MOST_KEPT) this.joined.clear();
      joined = refine(alphabets).alphabet;
      this.joined.set(key, joined);
    }
    return joined;
  }

  private alphabetsOf(formula: Formula): readonly Alphabet[] {
    let alphabets = this.ofFormulas.get(formula);
    if (alphabets === undefined) {
      const all = (atomsOf([formula]) as TextAtom[]).map(({ alphabet }) => alphabet);
      alphabets = [...new Set(all)].filter((alphabet) => alphabet !== null);
      this.ofFormulas.set(formula, alphabets);
    }
    return alphabets;
  }

  private numberOf(alphabet: Alphabet): number {
    const number = this.numbers.get(alphabet) ?? this.numbers.size;
    this.numbers.set(alphabet, number);
    return number;
  }
}

interface Run {
  readonly start: number;
  readonly end: number;
  readonly kind: number;
}

function* runsOf(alphabet: Alphabet | null, first: number, last: number): Iterable<Run> {
  if (alphabet === null) return yield { start: first, end: last, kind: 0 };
  const { starts, classes } = alphabet;
  for (let index = intervalOf(alphabet, first); index < starts.length && starts[index]! <= last; index++) {
    const end = Math.min(last, (starts[index + 1] ?? LAST_CODE_POINT + 1) - 1);
    yield { start: Math.max(first, starts[index]!), end, kind: classes[index]! };
  }
}

/** One more of the same kind; undefined where all stand for themselves. */
function anotherLike(codePoint: number, alphabet: Alphabet | null, apart: ReadonlySet<number>): number | undefined {
  const kind = alphabet === null ? 0 : classOf(alphabet, codePoint);
  for (const run of runsOf(alphabet, 0, LAST_CODE_POINT)) {
    const other = run.kind === kind ? exampleIn(run.start, run.end, apart) : undefined;
    if (other !== undefined) return other;
  }
  return undefined;
}

/** A letter where there is one, else what comes first; undefined where all stand for themselves. */
function exampleIn(start: number, end: number, apart: ReadonlySet<number>): number | undefined {
  return (
    (start <= LETTER && firstFrom(LETTER, end, apart)) ||
    (start < SPACE && firstFrom(SPACE, end, apart)) ||
    firstFrom(start, end, apart)
  );
}

function firstFrom(start: number, end: number, apart: ReadonlySet<number>): number | undefined {
  for (let codePoint = offSurrogates(start); codePoint <= end; codePoint = offSurrogates(codePoint + 1)) {
    if (!apart.has(codePoint)) return codePoint;
  }
  return undefined;
}

function offSurrogates(codePoint: number): number {
  return codePoint >= 0xd800 && codePoint < AFTER_SURROGATES ? AFTER_SURROGATES : codePoint;
}

function byReadability(a: number, b: number): number {
  return Number(a < 0x20) - Number(b < 0x20) || a - b;
}
