import { HermesError } from "../../errors.ts";

/** Reads one object of a configuration, field by field; whatever is asked for is known, all else is refused by name. */
export class Fields {
  readonly #source: string;
  /** Path of the object in the configuration, such as "mcpServers.files"; "" for the whole. */
  readonly #where: string;
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #known = new Set<string>();

  /** Throws HermesError "config-invalid" where `value` is no object. */
  constructor(value: unknown, source: string, where: string) {
    this.#source = source;
    this.#where = where;
    if (!isObject(value)) throw this.error("", `expected an object, got ${describe(value)}`);
    this.#value = value;
  }

  /** Names of the fields given. */
  get names(): readonly string[] {
    return Object.keys(this.#value);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get(name: string): unknown {
    this.#known.add(name);
    return Object.hasOwn(this.#value, name) ? this.#value[name] : undefined;
  }

  path(name: string): string {
    return [this.#where, name].filter((part) => part !== "").join(".");
  }

  text(name: string): string | undefined {
    return this.#read(name, "a text that is not empty", (value) => typeof value === "string" && value !== "");
  }

  texts(name: string): readonly string[] | undefined {
    return this.#read(
      name,
      "a list of texts",
      (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
    );
  }

  /** An object whose values are texts, such as environment variables. */
  textRecord(name: string): Readonly<Record<string, string>> | undefined {
    return this.#read(
      name,
      "an object of texts",
      (value) => isObject(value) && Object.values(value).every((item) => typeof item === "string"),
    );
  }

  truth(name: string): boolean | undefined {
    return this.#read(name, "true or false", (value) => typeof value === "boolean");
  }

  whole(name: string, lowest: number, highest: number): number | undefined {
    return this.#read(
      name,
      `a whole number from ${lowest} to ${highest}`,
      (value) => Number.isSafeInteger(value) && (value as number) >= lowest && (value as number) <= highest,
    );
  }

  /** Refuses every field that nobody asked for. */
  finish(): void {
    const unknown = this.names.find((name) => !this.#known.has(name));
    if (unknown !== undefined) {
      throw this.error(unknown, `there is no such field; expected ${[...this.#known].join(", ")}`);
    }
  }

  error(name: string, what: string): HermesError {
    const field = this.path(name);
    return new HermesError(
      "config-invalid",
      `${[this.#source, field].filter((part) => part !== "").join(": ")}: ${what}.`,
      {
        path: this.#source,
        field,
      },
    );
  }

  #read<Value>(name: string, expected: string, fits: (value: unknown) => boolean): Value | undefined {
    const value = this.get(name);
    if (value !== undefined && !fits(value)) throw this.error(name, `expected ${expected}, got ${describe(value)}`);
    return value as Value | undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The kind of a wrong value; its content may be a secret. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value === ""
    ? "an empty text"
    : ({ string: "a text", object: "an object" }[typeof value as string] ?? typeof value);
}
