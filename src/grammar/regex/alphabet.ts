import { type CodePointSet, LAST_CODE_POINT } from "./code-point-set.ts";
import { overLimit } from "./fail.ts";
import { MAX_SETS } from "./limits.ts";

/**
 * All code points in classes that a machine does not tell apart. Classes are numbered from 0; an interval is a run of code points of one
 * class.
 */
export interface Alphabet {
  readonly classCount: number;
  /** First code point of each interval, ascending from 0. */
  readonly starts: Int32Array;
  /** Class of each interval. */
  readonly classes: Int32Array;
  /** Class of each ASCII character. */
  readonly ascii: Int32Array;
}

export function classOf(alphabet: Alphabet, codePoint: number): number {
  return codePoint < 128 ? alphabet.ascii[codePoint]! : alphabet.classes[intervalOf(alphabet, codePoint)]!;
}

export function intervalOf({ starts }: Alphabet, codePoint: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= codePoint) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The coarsest alphabet that no set cuts through, and for each set whether a class lies in it. */
export function alphabetOf(sets: readonly CodePointSet[]): { alphabet: Alphabet; holds: readonly Uint8Array[] } {
  if (sets.length > MAX_SETS) throw overLimit("different characters and classes of a pattern", MAX_SETS);
  const edges = sets.flatMap((set, index) => edgesOf(set, index)).sort((a, b) => a.at - b.at);
  const inside = new Uint16Array(Math.ceil(sets.length / 16));
  const builder = new AlphabetBuilder();
  const members: Uint16Array[] = [];
  let next = 0;
  for (let start = 0; start <= LAST_CODE_POINT; start = edges[next]?.at ?? LAST_CODE_POINT + 1) {
    for (; edges[next]?.at === start; next++) inside[edges[next]!.set >> 4]! ^= 1 << (edges[next]!.set & 15);
    const isNew = builder.add(start, String.fromCharCode(...inside));
    if (isNew) members.push(inside.slice());
  }
  const holds = sets.map((_, set) => Uint8Array.from(members, (bits) => (bits[set >> 4]! >> (set & 15)) & 1));
  return { alphabet: builder.build(), holds };
}

/** The alphabet in which each of these code points is alone in its class, and all others share one. */
export function alphabetOfPoints(codePoints: Iterable<number>): Alphabet {
  const builder = new AlphabetBuilder();
  let next = 0;
  for (const codePoint of [...codePoints].sort((a, b) => a - b)) {
    if (codePoint > next) builder.add(next, "other");
    builder.add(codePoint, String(codePoint));
    next = codePoint + 1;
  }
  if (next <= LAST_CODE_POINT) builder.add(next, "other");
  return builder.build();
}

function edgesOf(set: CodePointSet, index: number): { at: number; set: number }[] {
  return set.map((codePoint, position) => ({ at: codePoint + (position % 2), set: index }));
}

/** The coarsest alphabet finer than all of several; `parts[i][c]` is the class of alphabet `i` that holds class `c`. */
export function refine(alphabets: readonly Alphabet[]): { alphabet: Alphabet; parts: readonly Int32Array[] } {
  const positions = alphabets.map(() => 0);
  const builder = new AlphabetBuilder();
  const members: number[][] = [];
  for (let start = 0; start <= LAST_CODE_POINT; ) {
    const tuple = alphabets.map(({ classes }, index) => classes[positions[index]!]!);
    if (builder.add(start, tuple.join())) members.push(tuple);
    const following = alphabets.map(({ starts }, index) => starts[positions[index]! + 1] ?? LAST_CODE_POINT + 1);
    start = Math.min(...following);
    following.forEach((at, index) => {
      if (at === start) positions[index]! += 1;
    });
  }
  const parts = alphabets.map((_, index) => Int32Array.from(members, (tuple) => tuple[index]!));
  return { alphabet: builder.build(), parts };
}

class AlphabetBuilder {
  readonly #starts: number[] = [];
  readonly #classes: number[] = [];
  readonly #numbers = new Map<string, number>();

  /** Adds an interval; true when its signature is the first of its kind. */
  add(start: number, signature: string): boolean {
    const known = this.#numbers.get(signature);
    const number = known ?? this.#numbers.size;
    if (known === undefined) this.#numbers.set(signature, number);
    if (this.#classes.at(-1) !== number) {
      this.#starts.push(start);
      this.#classes.push(number);
    }
    return known === undefined;
  }

  build(): Alphabet {
    const alphabet = {
      classCount: this.#numbers.size,
      starts: Int32Array.from(this.#starts),
      classes: Int32Array.from(this.#classes),
      ascii: new Int32Array(128),
    };
    for (let codePoint = 0; codePoint < 128; codePoint++) {
      alphabet.ascii[codePoint] = alphabet.classes[intervalOf(alphabet, codePoint)]!;
    }
    return alphabet;
  }
}

/** One code point of each class, a readable one where there is one: small letters, then ASCII, then what is no control or surrogate. */
export function examplesOf(alphabet: Alphabet): Int32Array {
  const examples = new Int32Array(alphabet.classCount).fill(-1);
  for (const [first, last] of preferred) {
    const from = intervalOf(alphabet, first);
    for (let interval = from; interval < alphabet.starts.length && alphabet.starts[interval]! <= last; interval++) {
      const number = alphabet.classes[interval]!;
      if (examples[number] === -1) examples[number] = Math.max(first, alphabet.starts[interval]!);
    }
  }
  return examples;
}

const preferred: readonly (readonly [first: number, last: number])[] = [
  [0x61, 0x7a],
  [0x41, 0x5a],
  [0x30, 0x39],
  [0x20, 0x7e],
  [0x09, 0x0d],
  [0xa1, 0xd7ff],
  [0xe000, LAST_CODE_POINT],
  [0, LAST_CODE_POINT],
];
