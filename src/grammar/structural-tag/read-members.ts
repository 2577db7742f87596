import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, pointerTo } from "../schema-model/index.ts";
import { tagInvalid, tagUnsupported } from "./fail.ts";

/** One object of a structural tag: gives its members by type, and refuses those that nobody reads. */
export class Members {
  readonly pointer: string;
  readonly #object: JsonObject;
  readonly #read = new Set<string>(["type"]);

  constructor(value: JsonValue | undefined, pointer: string) {
    if (!isJsonObject(value)) throw tagInvalid(pointer, "expected an object");
    this.#object = value;
    this.pointer = pointer;
  }

  at(name: string): string {
    return pointerTo(this.pointer, name);
  }

  has(name: string): boolean {
    const value = this.#object.get(name);
    return value !== undefined && value !== null;
  }

  /** Undefined where it is missing or null. */
  value(name: string): JsonValue | undefined {
    this.#read.add(name);
    return this.#object.get(name) ?? undefined;
  }

  needed(name: string): JsonValue {
    const value = this.value(name);
    if (value === undefined) throw tagInvalid(this.pointer, `${name} is missing`);
    return value;
  }

  text(name: string): string {
    const value = this.needed(name);
    return textOf(value, this.at(name));
  }

  texts(name: string): string[] {
    const list = this.list(name);
    return list.map((item, index) => textOf(item, pointerTo(this.at(name), index)));
  }

  flag(name: string): boolean {
    const value = this.value(name) ?? false;
    if (typeof value !== "boolean") throw tagInvalid(this.at(name), "expected true or false");
    return value;
  }

  list(name: string): readonly JsonValue[] {
    const value = this.needed(name);
    if (!isJsonArray(value)) throw tagInvalid(this.at(name), "expected a list");
    return value;
  }

  /** What is left unread would be ignored. */
  done(): void {
    const unknown = [...this.#object.keys()].find((name) => !this.#read.has(name) && this.#object.get(name) !== null);
    if (unknown !== undefined) throw tagUnsupported(this.at(unknown), `${unknown} is not known here`);
  }
}

export function textOf(value: JsonValue, pointer: string): string {
  if (typeof value !== "string" || !value.isWellFormed())
    throw tagInvalid(pointer, "expected a text in well-formed Unicode");
  return value;
}
