import { HermesError } from "../../errors.ts";
import { noClock, type WorkClock } from "../work-clock.ts";
import { Decimal } from "./decimal.ts";
import { pointerTo } from "./json-pointer.ts";
import { JSON_DEPTH_LIMIT, type JsonArray, type JsonObject, type JsonValue, tooDeep } from "./json-value.ts";

/** A key that stands twice in an object. */
export interface RepeatedKey {
  /** JSON pointer to the member. */
  readonly pointer: string;
  readonly first: JsonValue;
  /** The one that counts. */
  readonly last: JsonValue;
}

/**
 * Reads JSON text (RFC 8259) with every digit of its numbers. Throws "schema-invalid" with the offset for what is no JSON, a repeated key
 * included, and "grammar-limit" for values nested beyond JSON_DEPTH_LIMIT.
 */
export function parseJson(text: string, clock: WorkClock = noClock): JsonValue {
  return new JsonReader(text, null, clock).readDocument();
}

/** As parseJson, but of a key that stands twice in an object the last value counts, and `onRepeatedKey` is told. */
export function parseRepeatingJson(text: string, onRepeatedKey: (repeated: RepeatedKey) => void): JsonValue {
  return new JsonReader(text, onRepeatedKey, noClock).readDocument();
}

class JsonReader {
  private readonly text: string;
  private readonly onRepeatedKey: ((repeated: RepeatedKey) => void) | null;
  private readonly steps: (string | number)[] = [];
  private offset = 0;

  private readonly clock: WorkClock;

  constructor(text: string, onRepeatedKey: ((repeated: RepeatedKey) => void) | null, clock: WorkClock) {
    this.text = text;
    this.clock = clock;
    this.onRepeatedKey = onRepeatedKey;
  }

  readDocument(): JsonValue {
    const value = this.readValue(0);
    this.skipSpace();
    if (this.offset < this.text.length) throw this.fault("the end of the text");
    return value;
  }

  private readValue(depth: number): JsonValue {
    if (depth > JSON_DEPTH_LIMIT) throw tooDeep();
    this.clock.tick();
    this.skipSpace();
    const first = this.text[this.offset];
    if (first === "{") return this.readObject(depth);
    if (first === "[") return this.readArray(depth);
    if (first === '"') return this.readString();
    if (first !== undefined && (first === "-" || (first >= "0" && first <= "9"))) return this.readNumber();
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.offset)) continue;
      this.offset += word.length;
      return value;
    }
    throw this.fault("a value");
  }

  private readObject(depth: number): JsonObject {
    const members = new Map<string, JsonValue>();
    this.offset++;
    if (this.tryTake("}")) return members;
    do {
      this.skipSpace();
      const start = this.offset;
      if (this.text[start] !== '"') throw this.fault("a key in double quotes");
      const key = this.readString();
      const first = members.get(key);
      if (first !== undefined && this.onRepeatedKey === null) {
        this.offset = start;
        throw this.fault(`a key that does not repeat ${JSON.stringify(key)}`);
      }
      if (!this.tryTake(":")) throw this.fault("a colon");
      const last = this.readPart(key, depth);
      members.set(key, last);
      if (first !== undefined) {
        const pointer = [...this.steps, key].reduce<string>(pointerTo, "");
        this.onRepeatedKey?.({ pointer, first, last });
      }
    } while (this.tryTake(","));
    if (!this.tryTake("}")) throw this.fault("a comma or }");
    return members;
  }

  private readArray(depth: number): JsonArray {
    const items: JsonValue[] = [];
    this.offset++;
    if (this.tryTake("]")) return items;
    do items.push(this.readPart(items.length, depth));
    while (this.tryTake(","));
    if (!this.tryTake("]")) throw this.fault("a comma or ]");
    return items;
  }

  private readPart(step: string | number, depth: number): JsonValue {
    this.steps.push(step);
    const part = this.readValue(depth + 1);
    this.steps.pop();
    return part;
  }

  private readString(): string {
    const start = this.offset;
    let end = start + 1;
    for (; this.text[end] !== '"'; end++) {
      if (end >= this.text.length || this.text.charCodeAt(end) < 0x20) {
        this.offset = end;
        throw this.fault("a string without control characters that ends in a double quote");
      }
      if (this.text[end] === "\\") end++;
    }
    this.offset = end + 1;
    try {
      return JSON.parse(this.text.slice(start, end + 1)) as string;
    } catch {
      this.offset = start;
      throw this.fault("a string with the escapes of JSON");
    }
  }

  private readNumber(): Decimal {
    NUMBER_CHARACTERS.lastIndex = this.offset;
    const spelled = NUMBER_CHARACTERS.exec(this.text)?.[0] ?? "";
    const decimal = Decimal.parse(spelled);
    if (decimal === null) throw this.fault("a number as JSON spells it, with an exponent below 2^53");
    this.offset += spelled.length;
    return decimal;
  }

  private tryTake(character: string): boolean {
    this.skipSpace();
    if (this.text[this.offset] !== character) return false;
    this.offset++;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.offset);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.offset++;
    }
  }

  private fault(expected: string): HermesError<"schema-invalid"> {
    const found =
      this.offset < this.text.length ? JSON.stringify(this.text.slice(this.offset, this.offset + 12)) : "the end";
    const message = `not JSON at offset ${this.offset}: expected ${expected}, found ${found}`;
    return new HermesError("schema-invalid", message, { pointer: "", keyword: null });
  }
}

const WORDS = [
  ["null", null],
  ["true", true],
  ["false", false],
] as const;

const NUMBER_CHARACTERS = /[-+.\deE]+/y;
