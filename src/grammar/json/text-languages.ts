import {
  countStates,
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

/** Of one machine, at most: so that a search for the end of a word may look at all of them, see MAX_SEARCHED_STATES. */
const MOST_STATES = 40_000;

/** Formulas for what schemas ask of strings; one machine for each language. */
export class TextLanguages {
  private readonly formulas: Formulas;
  private readonly known = new Map<string, Formula>();
  /** Of patterns. */
  private readonly languages = new Map<string, Language>();
  private count = 0;

  constructor(formulas: Formulas) {
    this.formulas = formulas;
  }

  /** Throws as patternLanguage does. */
  pattern(source: string, pointer: string, keyword: string): Formula {
    return this.remember(`pattern ${source}`, () => this.language(source, pointer, keyword));
  }

  /** Holds for every string where the format is unknown, as the standard wants it. */
  format(name: string): Formula {
    const language = formatLanguage(name);
    return language === undefined ? TRUE : this.remember(`format ${name}`, () => language);
  }

  /**
   * Pattern, format and lengths in one machine, which masks walk faster than several formulas; null where there is only one of them, or
   * where it might have too many states. Throws as patternLanguage does.
   */
  joined({ pattern, format, pointer, minLength, maxLength }: SchemaNode): Formula | null {
    const ofPattern = pattern === null ? undefined : this.language(pattern, pointer, "pattern");
    const ofFormat = format === null ? undefined : formatLanguage(format);
    const texts = [ofPattern, ofFormat].filter((language) => language !== undefined);
    const counted = maxLength === Number.POSITIVE_INFINITY ? minLength : maxLength;
    if (texts.length + Math.sign(counted) < 2) return null;
    const states = texts.reduce((product, text) => product * (text === null ? 1 : countStates(text)), 1 + counted);
    if (states > MOST_STATES) return null;
    return this.remember(`all ${minLength} ${maxLength} ${JSON.stringify([pattern, format])}`, () => {
      const length = lengthLanguage(minLength, maxLength === Number.POSITIVE_INFINITY ? null : maxLength);
      return intersection([...texts, length], this.formulas.clock);
    });
  }

  oneOf(texts: readonly string[]): Formula {
    const create = () => literalLanguage(texts, this.formulas.clock);
    return this.remember(`texts ${JSON.stringify(texts.toSorted())}`, create, texts.length);
  }

  private language(pattern: string, pointer: string, keyword: string): Language {
    const known = this.languages.get(pattern);
    if (known !== undefined) return known;
    const place = { pointer: pointerTo(pointer, keyword), keyword };
    const language = patternLanguage(pattern, place, this.formulas.clock);
    this.languages.set(pattern, language);
    return language;
  }

  private remember(key: string, create: () => Language, words = Number.POSITIVE_INFINITY): Formula {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const formula = this.start(create(), words);
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
