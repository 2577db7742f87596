import { TextReader } from "../text-reader.ts";
import { type PatternPlace, patternInvalid, patternUnsupported } from "./fail.ts";

/** The text of a pattern. */
export class PatternReader extends TextReader {
  readonly #place: PatternPlace;

  constructor(text: string, place: PatternPlace) {
    super(text);
    this.#place = place;
  }

  invalid(what: string, position = this.position) {
    return patternInvalid(this.#place, position, what);
  }

  unsupported(what: string, position = this.position) {
    return patternUnsupported(this.#place, position, what);
  }
}
