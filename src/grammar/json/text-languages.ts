import { formatLanguage, type Language, literalLanguage, PlainTextRoom, patternLanguage } from "../regex/index.ts";
import { pointerTo } from "../schema-model/index.ts";
import { FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import { MachineAtom } from "./text-atoms.ts";

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

  oneOf(texts: readonly string[]): Formula {
    return this.remember(`texts ${JSON.stringify(texts.toSorted())}`, () =>
      literalLanguage(texts, this.formulas.clock),
    );
  }

  private remember(key: string, create: () => Language | undefined): Formula {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const language = create();
    const formula = language === undefined ? TRUE : this.start(language);
    this.known.set(key, formula);
    return formula;
  }

  private start(language: Language): Formula {
    if (language === null) return FALSE;
    const machine = { id: this.count++, machine: language, plainRoom: new PlainTextRoom(language), formulas: [] };
    return MachineAtom.at(machine, language.start, this.formulas);
  }
}
