import type { TextAtom } from "./atoms.ts";
import { type Formula, type Formulas, TRUE } from "./formula.ts";
import { endOfText, textHolds } from "./key-cover.ts";
import type { KeySet, ObjectShape } from "./object-shape.ts";
import type { TextSearch } from "./text-search.ts";

interface KeyNode {
  readonly text: string;
  readonly formulas: readonly Formula[];
}

/** Formulas of key beginnings looked at to tell keys apart, once for an object, */
const MAX_VISITS = 20_000;
/** and to see whether one beginning leads on, for every byte. */
const MAX_VISITS_BEHIND = 1000;

/** Keys that are told apart, one for each way; all ways are there only where the walk was not cut. */
export interface FurtherKeys {
  readonly keys: readonly string[];
  readonly isComplete: boolean;
}

/** Walks over the beginnings of keys that are told apart, breadth first. */
export class KeyWalk {
  private readonly shape: ObjectShape;
  private readonly seen: KeySet;
  private readonly formulas: Formulas;
  private readonly texts: TextSearch;
  private wasCut = false;

  constructor(shape: ObjectShape, seen: KeySet, formulas: Formulas, texts: TextSearch) {
    this.shape = shape;
    this.seen = seen;
    this.formulas = formulas;
    this.texts = texts;
  }

  /** Whether all further keys are alike. */
  get tellsNothingApart(): boolean {
    return this.shape.keyFormulas.length === 0;
  }

  furtherKeys(): FurtherKeys {
    const found = new Map<string, string>();
    for (const { text, formulas } of this.freeKeys({ text: "", formulas: this.shape.keyFormulas }, MAX_VISITS)) {
      const verdicts = this.endVerdicts(formulas);
      if (!found.has(verdicts)) found.set(verdicts, text);
      // Without formulas one key stands for all; the walk would go through every key that is there.
      if (this.tellsNothingApart) break;
    }
    if (!this.wasCut) return { keys: [...found.values()], isComplete: true };
    for (const formula of this.shape.keyFormulas) {
      const word = formula.op === "atom" ? (formula.atom as TextAtom).shortest?.() : undefined;
      if (word !== undefined && !this.isTaken(word)) found.set(this.verdictsOf(word), word);
    }
    return { keys: [...found.values()], isComplete: false };
  }

  /** Whether some free key that starts with `text` has one of these verdicts. `formulas` are the key formulas behind `text`. */
  reaches(text: string, formulas: readonly Formula[], verdicts: ReadonlySet<string>): boolean {
    for (const node of this.freeKeys({ text, formulas }, MAX_VISITS_BEHIND))
      if (verdicts.has(this.endVerdicts(node.formulas))) return true;
    return this.wasCut && [...verdicts].some((wanted) => this.mayReach(formulas, wanted));
  }

  /** Whether some free key that starts with `text` has none of these verdicts; yes where too many would have to be looked at. */
  reachesOther(text: string, formulas: readonly Formula[], verdicts: ReadonlySet<string>): boolean {
    for (const node of this.freeKeys({ text, formulas }, MAX_VISITS_BEHIND))
      if (!verdicts.has(this.endVerdicts(node.formulas))) return true;
    return this.wasCut && !possibleVerdicts(formulas).every((possible) => verdicts.has(possible));
  }

  /** Verdicts of the key formulas on a whole key. */
  verdictsOf(key: string): string {
    return this.shape.keyFormulas.map((formula) => Number(textHolds(key, formula, this.formulas))).join("");
  }

  private mayReach(formulas: readonly Formula[], wanted: string): boolean {
    return (
      !wanted.includes("1") || formulas.some((formula, index) => wanted[index] === "1" && this.texts.canEnd(formula))
    );
  }

  private *freeKeys(start: KeyNode, maxVisits: number): Iterable<KeyNode> {
    const taken = [...this.shape.names, ...this.seen.keys].filter((key) => key.startsWith(start.text));
    const queue: { node: KeyNode; taken: readonly string[] }[] = [{ node: start, taken }];
    const visited = new Set([this.nodeKey(start)]);
    let visits = 0;
    for (let index = 0; index < queue.length; index++) {
      const { node } = queue[index]!;
      if (!this.isTaken(node.text)) yield node;
      const further = takenBehind(node.text, queue[index]!.taken);
      const codePoints = this.texts.examples.of(node.formulas, new Set(further.keys()));
      visits += codePoints.length * Math.max(1, node.formulas.length);
      this.wasCut = visits > maxVisits;
      if (this.wasCut) return;
      for (const codePoint of codePoints) {
        const next = this.behind(node, codePoint);
        const key = this.nodeKey(next);
        if (!visited.has(key)) queue.push({ node: next, taken: further.get(codePoint) ?? [] });
        visited.add(key);
      }
    }
  }

  /** Code points with which names, and keys that are there already, go on behind `text`. */
  takenBehind(text: string): ReadonlySet<number> {
    const keys = [...this.shape.names, ...this.seen.keys].filter((key) => key.startsWith(text));
    return new Set(takenBehind(text, keys).keys());
  }

  private endVerdicts(formulas: readonly Formula[]): string {
    return formulas.map((formula) => Number(endOfText(formula, this.formulas))).join("");
  }

  private isTaken(text: string): boolean {
    return this.shape.places.has(text) || this.seen.keys.has(text);
  }

  private behind({ text, formulas }: KeyNode, codePoint: number): KeyNode {
    return {
      text: text + String.fromCodePoint(codePoint),
      formulas: formulas.map((formula) => this.texts.take(formula, codePoint)),
    };
  }

  /** Texts with the same future have the same key: what came before matters only on the way to a taken key. */
  nodeKey({ text, formulas }: KeyNode): string {
    return `${formulas.map(({ id }) => id).join()} ${this.isOnTheWay(text) ? JSON.stringify(text) : ""}`;
  }

  isOnTheWay(text: string): boolean {
    if (this.shape.isBeginning(text)) return true;
    for (const key of this.seen.keys) if (key.startsWith(text)) return true;
    return false;
  }
}

/** Of keys behind which formulas are these: what is open may hold or not. */
function possibleVerdicts(formulas: readonly Formula[]): readonly string[] {
  return formulas.reduce<readonly string[]>(
    (known, { op }, index) => {
      const own = op === "constant" ? [Number(formulas[index] === TRUE)] : [0, 1];
      return known.length > MOST_VERDICTS ? [""] : known.flatMap((verdict) => own.map((bit) => verdict + bit));
    },
    [""],
  );
}

/** Beyond, they are not told one by one: the one of no formula at all, which is never among known ones, stands for them. */
const MOST_VERDICTS = 64;

/** Of keys that begin with `text`: by the code point behind it, those that go on with it. */
function takenBehind(text: string, keys: readonly string[]): ReadonlyMap<number, readonly string[]> {
  return Map.groupBy(
    keys.filter((key) => key.length > text.length),
    (key) => key.codePointAt(text.length)!,
  );
}
