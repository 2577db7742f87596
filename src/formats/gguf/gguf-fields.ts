import { HermesError } from "../../errors.ts";
import type { GgufHead } from "./read-gguf-head.ts";

/** What the format's 32-bit numbers can say. */
const MOST_WHOLE = 2 ** 32 - 1;

/** Reads metadata with the type each key must have; a wrong one is "config-invalid", naming the key. */
export class GgufFields {
  readonly #head: GgufHead;

  constructor(head: GgufHead) {
    this.#head = head;
  }

  optionalText(key: string): string | null {
    const value = this.#head.metadata.get(key);
    if (value === undefined || typeof value === "string") return value ?? null;
    throw this.#wrong(key, "text");
  }

  optionalWhole(key: string, least = 0, most = MOST_WHOLE): number | null {
    const value = this.#head.metadata.get(key);
    if (value === undefined) return null;
    if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
    throw this.#wrong(key, `a whole number from ${least} to ${most}`);
  }

  optionalNumber(key: string): number | null {
    const value = this.#head.metadata.get(key);
    if (value === undefined || (typeof value === "number" && Number.isFinite(value))) return value ?? null;
    throw this.#wrong(key, "a number");
  }

  optionalTexts(key: string): readonly string[] | null {
    const value = this.#head.metadata.get(key);
    if (value === undefined) return null;
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    throw this.#wrong(key, "a list of texts");
  }

  optionalNumbers(key: string): readonly number[] | null {
    const value = this.#head.metadata.get(key);
    if (value === undefined) return null;
    if (Array.isArray(value) && value.every((item) => typeof item === "number")) return value;
    throw this.#wrong(key, "a list of numbers");
  }

  /** `value`, or the error that `key` is missing. */
  required<Value>(key: string, value: Value | null): Value {
    if (value !== null) return value;
    const message = `${this.#head.path}: the metadata has no ${key}. Convert the model again with a current converter.`;
    throw new HermesError("config-invalid", message, { path: this.#head.path, field: key });
  }

  #wrong(key: string, expected: string): HermesError {
    const { path } = this.#head;
    const message = `${path}: metadata ${key} is not ${expected}. Convert the model again.`;
    return new HermesError("config-invalid", message, { path, field: key });
  }
}
