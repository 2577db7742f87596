import { HermesError } from "../../errors.ts";
import type { Json } from "../types.ts";
import { renderNumber } from "./python-number.ts";

/** A number whose spelling a JavaScript number would lose: `1.0`, `1e5`, integers above 2^53. */
export class RawNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * A JSON value that loses nothing of its text but white space and the spelling of string escapes: numbers that
 * JavaScript would print otherwise are RawNumber, objects whose key order it would change are Map.
 */
export type RawJson =
  | Json
  | RawNumber
  | readonly RawJson[]
  | { readonly [key: string]: RawJson }
  | ReadonlyMap<string, RawJson>;

/** Python's json module gives up at about a thousand levels; so do we, before our own stack does. */
export const MAX_JSON_DEPTH = 900;

/** Keys that a plain object would reorder (integer-like) or swallow (`__proto__`). */
const UNSAFE_KEY = /^(?:0|[1-9]\d*|__proto__)$/;

/**
 * Reads JSON text without losing number spelling or key order. Of equal keys the last value wins, in the place of the
 * first, as in Python. Throws `prompt-invalid` where the text is no JSON or nested deeper than MAX_JSON_DEPTH;
 * `field` names the text in that error.
 */
export function parseRawJson(text: string, field = "json"): RawJson {
  try {
    JSON.parse(text);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new HermesError("prompt-invalid", `${field} is not valid JSON: ${detail}`, { field }, { cause });
  }
  return new ValidJsonReader(text, field).read();
}

/** Behind the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text[quote - 1 - backslashes] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}

/** Reads text that JSON.parse has already accepted, so that every token can be taken at its word. */
class ValidJsonReader {
  readonly #text: string;
  readonly #field: string;
  /** The beginning of a string, a sign, or a number or word; knows how far the text is read. */
  readonly #pattern = /["{}[\]:,]|[^\s{}[\]:,"]+/g;
  #token = "";

  constructor(text: string, field: string) {
    this.#text = text;
    this.#field = field;
  }

  read(): RawJson {
    this.#advance();
    return this.#value(0);
  }

  #advance(): void {
    const match = this.#pattern.exec(this.#text);
    // Strings are searched by hand: a pattern for them runs out of stack on long ones.
    if (match?.[0] === '"') this.#pattern.lastIndex = endOfString(this.#text, match.index);
    this.#token = match === null ? "" : this.#text.slice(match.index, this.#pattern.lastIndex);
  }

  #value(depth: number): RawJson {
    if (depth > MAX_JSON_DEPTH) {
      const message = `${this.#field} is nested too deeply: at most ${MAX_JSON_DEPTH} levels are supported`;
      throw new HermesError("prompt-invalid", message, { field: this.#field });
    }
    if (this.#token === "{") return this.#object(depth);
    if (this.#token === "[") return this.#array(depth);
    return scalar(this.#token);
  }

  #array(depth: number): RawJson[] {
    const items: RawJson[] = [];
    this.#advance();
    while (this.#token !== "]") {
      items.push(this.#value(depth + 1));
      this.#advance();
      if (this.#token === ",") this.#advance();
    }
    return items;
  }

  #object(depth: number): RawJson {
    const members = new Map<string, RawJson>();
    this.#advance();
    while (this.#token !== "}") {
      const key = JSON.parse(this.#token) as string;
      this.#advance();
      this.#advance();
      members.set(key, this.#value(depth + 1));
      this.#advance();
      if (this.#token === ",") this.#advance();
    }
    const safe = ![...members.keys()].some((key) => UNSAFE_KEY.test(key));
    return safe ? Object.fromEntries(members) : members;
  }
}

function scalar(token: string): RawJson {
  const value = JSON.parse(token) as null | boolean | number | string;
  if (typeof value !== "number") return value;
  return !Object.is(value, -0) && renderNumber(value) === token ? value : new RawNumber(token);
}
