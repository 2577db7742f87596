import { HermesError } from "../../errors.ts";

/** Where a pattern stands, for errors. */
export interface PatternPlace {
  /** JSON pointer of the keyword's value; "" where there is no schema. */
  readonly pointer: string;
  readonly keyword: string;
}

export const nowhere: PatternPlace = { pointer: "", keyword: "pattern" };

export function overLimit(what: string, limit: number): HermesError<"grammar-limit"> {
  return new HermesError("grammar-limit", `${what}: more than ${limit}; write a smaller pattern`, { what, limit });
}

export function patternInvalid(place: PatternPlace, position: number, what: string): HermesError<"schema-invalid"> {
  return new HermesError(
    "schema-invalid",
    `${where(place)} is not a regular expression: ${what} at position ${position}`,
    place,
  );
}

export function patternUnsupported(place: PatternPlace, position: number, what: string) {
  const reason = `${what} at position ${position}`;
  return new HermesError(
    "schema-unsupported",
    `${where(place)} cannot be enforced: ${reason}; expected a pattern without look-around, word boundaries, references and flags`,
    { ...place, reason },
  );
}

function where({ pointer, keyword }: PatternPlace): string {
  return pointer === "" ? `the ${keyword}` : `the ${keyword} at ${pointer}`;
}
