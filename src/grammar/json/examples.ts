import { type Alphabet, classOf, examplesOf, intervalOf, refine } from "../regex/index.ts";
import type { TextAtom } from "./atoms.ts";
import { atomsOf, type Formula } from "./formula.ts";

const LAST_CODE_POINT = 0x10ffff;
const AFTER_SURROGATES = 0xe000;
const LETTER = 0x61;
const NONE: ReadonlySet<number> = new Set();
/** Alphabets kept, a few kilobytes each; with more, all are forgotten. */
const MOST_KEPT = 256;

/** Code points that stand for all those which formulas of texts treat alike; never surrogates, readable ones first. */
export class Examples {
  private readonly numbers = new Map<Alphabet, number>();
  private readonly joined = new Map<string, Alphabet>();
  private readonly known = new Map<Alphabet, readonly number[]>();

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

  /** The same among the code points from `first` on to `last`. */
  within(
    formulas: readonly Formula[],
    first: number,
    last: number,
    apart: ReadonlySet<number> = NONE,
  ): readonly number[] {
    const found = new Map<number, number>();
    for (const { start, end, kind } of runsOf(this.alphabetOf(formulas), first, last)) {
      const example = found.has(kind) ? undefined : exampleIn(start, end, apart);
      if (example !== undefined) found.set(kind, example);
    }
    const inside = [...apart].filter((codePoint) => codePoint >= first && codePoint <= last);
    return [...found.values(), ...inside].sort(byReadability);
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
  private alphabetOf(formulas: readonly Formula[]): Alphabet | null {
    const all = (atomsOf(formulas) as TextAtom[]).flatMap(({ alphabet }) => (alphabet === null ? [] : [alphabet]));
    const alphabets = [...new Set(all)];
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
  const from = [LETTER, Math.max(start, 0x20), start].filter((codePoint) => codePoint >= start && codePoint <= end);
  for (const begin of from) {
    for (let codePoint = offSurrogates(begin); codePoint <= end; codePoint = offSurrogates(codePoint + 1)) {
      if (!apart.has(codePoint)) return codePoint;
    }
  }
  return undefined;
}

function offSurrogates(codePoint: number): number {
  return codePoint >= 0xd800 && codePoint < AFTER_SURROGATES ? AFTER_SURROGATES : codePoint;
}

function byReadability(a: number, b: number): number {
  return Number(a < 0x20) - Number(b < 0x20) || a - b;
}
