import {
  anyLanguage,
  formatLanguage,
  intersection,
  type Language,
  lengthLanguage,
  literalLanguage,
  PlainTextRoom,
  patternLanguage,
} from "../regex/index.ts";
import { pointerTo, type SchemaNode } from "../schema-model/index.ts";
import { FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import { MachineAtom } from "./text-atoms.ts";

/** Characters that a machine counts beside what else it does. */
const MOST_COUNTED = 4096;

/** Formulas for what schemas ask of strings; one machine for each language. */
export class TextLanguages {
  private readonly formulas: Formulas;
  private readonly known = new Map<string, Formula>();
  private count = 0;

  constructor(formulas: Formulas) {
    this.formulas = formulas;
  }

  /** Throws as patternLanguage does. */
  pattern(source: string, pointer: string, keyword: string): Formula {
    const place = { pointer: pointerTo(pointer, keyword), keyword };
    return this.remember(`pattern ${source}`, () => patternLanguage(source, place, this.formulas.clock));
  }

  /** Holds for every string where the format is unknown, as the standard wants it. */
  format(name: string): Formula {
    return this.remember(`format ${name}`, () => formatLanguage(name));
  }

  /**
   * Pattern, format and lengths in one machine, which masks walk faster than formulas; null where there is only one of them, or where
   * lengths are too great for that. Throws as patternLanguage does.
   */
  limited({ pattern, format, minLength, maxLength, pointer }: SchemaNode): Formula | null {
    const isBounded = maxLength <= MOST_COUNTED || (maxLength === Number.POSITIVE_INFINITY && minLength > 0);
    if ((pattern === null && format === null) || !isBounded || minLength > MOST_COUNTED) return null;
    const length = lengthLanguage(minLength, maxLength === Number.POSITIVE_INFINITY ? null : maxLength);
    return this.remember(`limited ${minLength} ${maxLength} ${JSON.stringify([pattern, format])}`, () => {
      const place = { pointer: pointerTo(pointer, "pattern"), keyword: "pattern" };
      const ofPattern = pattern === null ? anyLanguage() : patternLanguage(pattern, place, this.formulas.clock);
      const ofFormat = format === null ? undefined : formatLanguage(format);
      return intersection([ofPattern, ofFormat ?? anyLanguage(), length], this.formulas.clock);
    });
  }

  oneOf(texts: readonly string[]): Formula {
    const create = () => literalLanguage(texts, this.formulas.clock);
    return this.remember(`texts ${JSON.stringify(texts.toSorted())}`, create, texts.length);
  }

  private remember(key: string, create: () => Language | undefined, words = Number.POSITIVE_INFINITY): Formula {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const language = create();
    const formula = language === undefined ? TRUE : this.start(language, words);
    this.known.set(key, formula);
    return formula;
  }

  private start(language: Language, words: number): Formula {
    if (language === null) return FALSE;
    const plainRoom = new PlainTextRoom(language);
    const machine = { id: this.count++, machine: language, words, plainRoom, formulas: [] };
    return MachineAtom.at(machine, language.start, this.formulas);
  }
}
