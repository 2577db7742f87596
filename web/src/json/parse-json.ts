/** A JSON value whose numbers keep the spelling they were written in. */
export type JsonValue =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export class JsonNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** An object or a list from a text that is nothing else, perhaps in one fence of code; null for any other text. */
export function parseJsonAnswer(text: string): JsonValue | null {
  const bare = /^\s*```(?:json)?[ \t]*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text;
  if (!/^\s*[[{]/.test(bare)) return null;
  return parseJson(bare);
}

/** Null for a text that is no JSON. */
export function parseJson(text: string): JsonValue | null {
  try {
    return JSON.parse(text, keepNumber);
  } catch {
    return null;
  }
}

// The third argument is newer than the types: browsers that lack it show the number as they read it.
function keepNumber(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === "number" ? new JsonNumber(context?.source ?? String(value)) : value;
}
