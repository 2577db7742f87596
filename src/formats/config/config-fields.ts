import { HermesError } from "../../errors.ts";
import { isJsonObject, type JsonObject } from "../json/parse-json-object.ts";

/** Inclusive bounds of a number. */
export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * Typed access to the fields of one JSON object. An absent field and one that is null are the same, as in the files of
 * the transformers library. Every method throws HermesError "config-invalid" naming file and field.
 */
export class ConfigFields {
  readonly path: string;
  readonly #record: JsonObject;
  readonly #prefix: string;

  constructor(path: string, record: JsonObject, prefix = "") {
    this.path = path;
    this.#record = record;
    this.#prefix = prefix;
  }

  value(field: string): unknown {
    return (Object.hasOwn(this.#record, field) ? this.#record[field] : undefined) ?? undefined;
  }

  has(field: string): boolean {
    return this.value(field) !== undefined;
  }

  integer(field: string, range: NumberRange): number {
    return this.optionalInteger(field, range) ?? this.#refuse(field, `a whole number ${describe(range)}`);
  }

  optionalInteger(field: string, range: NumberRange): number | undefined {
    return this.#numberWithin(field, range, `a whole number ${describe(range)}`, Number.isSafeInteger);
  }

  number(field: string, range: NumberRange): number {
    return this.optionalNumber(field, range) ?? this.#refuse(field, `a number ${describe(range)}`);
  }

  optionalNumber(field: string, range: NumberRange): number | undefined {
    return this.#numberWithin(field, range, `a number ${describe(range)}`, Number.isFinite);
  }

  string(field: string): string {
    return this.optionalString(field) ?? this.#refuse(field, "a string");
  }

  optionalString(field: string): string | undefined {
    const value = this.value(field);
    if (value === undefined || typeof value === "string") return value;
    return this.#refuse(field, "a string");
  }

  optionalBoolean(field: string): boolean | undefined {
    const value = this.value(field);
    if (value === undefined || typeof value === "boolean") return value;
    return this.#refuse(field, "true or false");
  }

  optionalStrings(field: string): readonly string[] | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return Object.freeze([...value]);
    return this.#refuse(field, "a list of strings");
  }

  /** One id or a list of ids; empty when absent. */
  tokenIds(field: string): readonly number[] {
    const value = this.value(field) ?? [];
    const ids: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (ids.every(isTokenId)) return Object.freeze([...ids]);
    return this.#refuse(field, "a token id or a list of token ids");
  }

  /** The fields of a nested object. */
  optionalObject(field: string): ConfigFields | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    if (isJsonObject(value)) return new ConfigFields(this.path, value, `${this.#name(field)}.`);
    return this.#refuse(field, "an object");
  }

  /** Names of all fields of this object. */
  names(): readonly string[] {
    return Object.keys(this.#record);
  }

  /** The error for a field whose value has the right type and still does not fit. */
  invalid(field: string, expected: string): HermesError<"config-invalid"> {
    const value = this.value(field);
    const got = value === undefined ? "nothing" : JSON.stringify(value).slice(0, 80);
    const name = this.#name(field);
    const message = `${this.path}: field "${name}": expected ${expected}, got ${got}. Correct the file.`;
    return new HermesError("config-invalid", message, { path: this.path, field: name });
  }

  #numberWithin(
    field: string,
    { minimum, maximum }: NumberRange,
    expected: string,
    accepts: (value: number) => boolean,
  ): number | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    if (typeof value === "number" && accepts(value) && value >= minimum && value <= maximum) return value;
    return this.#refuse(field, expected);
  }

  #name(field: string): string {
    return this.#prefix + field;
  }

  #refuse(field: string, expected: string): never {
    throw this.invalid(field, expected);
  }
}

function isTokenId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
}

function describe({ minimum, maximum }: NumberRange): string {
  return maximum === Number.MAX_VALUE ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
}
