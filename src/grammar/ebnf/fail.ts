import { HermesError } from "../../errors.ts";

const place = { pointer: "", keyword: "grammar" } as const;

export function overLimit(what: string, limit: number): HermesError<"grammar-limit"> {
  return new HermesError("grammar-limit", `${what}: more than ${limit}; write a smaller grammar`, { what, limit });
}

/** A text that is no grammar. `position` is in UTF-16 units. */
export function grammarInvalid(text: string, position: number, what: string): HermesError<"schema-invalid"> {
  return new HermesError("schema-invalid", `not a valid grammar: ${what} ${whereIn(text, position)}`, place);
}

/** What other readers of such grammars know and we do not. */
export function grammarUnsupported(text: string, position: number, what: string): HermesError<"schema-unsupported"> {
  const reason = `${what} ${whereIn(text, position)}`;
  return new HermesError("schema-unsupported", `the grammar cannot be enforced: ${reason}`, { ...place, reason });
}

export function grammarEmpty(): HermesError<"schema-unsupported"> {
  const reason = "no text can be derived from the rule root";
  return new HermesError("schema-unsupported", `the grammar cannot be enforced: ${reason}`, { ...place, reason });
}

/** Line and column count from 1; columns in code points. */
function whereIn(text: string, position: number): string {
  const lines = text.slice(0, position).split(/\r\n?|\n/);
  return `(line ${lines.length}, column ${Array.from(lines.at(-1)!).length + 1})`;
}
