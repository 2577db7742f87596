import { HermesError } from "../../errors.ts";

const KEYWORD = "structural_tag";

export function tagInvalid(pointer: string, what: string): HermesError<"schema-invalid"> {
  const message = `the structural tag is none: ${what}${at(pointer)}`;
  return new HermesError("schema-invalid", message, { pointer, keyword: KEYWORD });
}

export function tagUnsupported(pointer: string, reason: string): HermesError<"schema-unsupported"> {
  const message = `the structural tag cannot be enforced: ${reason}${at(pointer)}`;
  return new HermesError("schema-unsupported", message, { pointer, keyword: KEYWORD, reason });
}

export function tagTooLarge(what: string, limit: number): HermesError<"grammar-limit"> {
  return new HermesError("grammar-limit", `${what}: more than ${limit}; send a smaller tag`, { what, limit });
}

function at(pointer: string): string {
  return pointer === "" ? "" : ` at ${pointer}`;
}
