import { resolve } from "node:path";

/** What a setting may hold. */
export interface Kind<Value> {
  /** In words, to stand behind "expected". */
  readonly expected: string;
  accepts(value: unknown): value is Value;
  /** Reads the text of an environment variable; the result is judged by `accepts`. Null where no text can say it. */
  readonly parseText: ((text: string) => unknown) | null;
  /** What a relative path means in a file of `folder`; absent for what is no path. */
  fromFolder?(value: Value, folder: string): Value;
}

export const truth: Kind<boolean> = {
  expected: "true or false",
  accepts: (value) => typeof value === "boolean",
  parseText: (text) => (/^(true|on|yes|1)$/i.test(text) ? true : /^(false|off|no|0)$/i.test(text) ? false : undefined),
};

export const text: Kind<string> = {
  expected: "a text that is not empty",
  accepts: (value): value is string => typeof value === "string" && value.trim() !== "",
  parseText: (text) => text,
};

/** The path of a file; in a configuration file it is relative to its folder. */
export const filePath: Kind<string> = {
  ...text,
  expected: "the path of a file",
  fromFolder: (path, folder) => resolve(folder, path),
};

/** A name that may also be a path, which then begins with "." where it is relative. */
export const nameOrPath: Kind<string> = {
  ...text,
  fromFolder: (name, folder) => (/^\.\.?[\\/]/.test(name) ? resolve(folder, name) : name),
};

/** A list of texts; one variable gives them with commas between. */
export const texts: Kind<readonly string[]> = {
  expected: "a list of texts",
  accepts: (value): value is readonly string[] => Array.isArray(value) && value.every(text.accepts),
  parseText: (list) => list.split(",").map((item) => item.trim()),
};

/** A whole number from `lowest` to `highest`. */
export function whole(lowest: number, highest: number = Number.MAX_SAFE_INTEGER): Kind<number> {
  const bounds = highest === Number.MAX_SAFE_INTEGER ? `of at least ${lowest}` : `from ${lowest} to ${highest}`;
  return {
    expected: `a whole number ${bounds}`,
    accepts: (value): value is number => Number.isSafeInteger(value) && isWithin(value as number, lowest, highest),
    parseText: Number,
  };
}

/** A number from `lowest` to `highest`. */
export function amount(lowest: number, highest: number): Kind<number> {
  return {
    expected: `a number from ${lowest} to ${highest}`,
    accepts: (value): value is number => typeof value === "number" && isWithin(value, lowest, highest),
    parseText: Number,
  };
}

export function oneOf<const Name extends string>(names: readonly Name[]): Kind<Name> {
  return {
    expected: `one of ${names.join(", ")}`,
    accepts: (value): value is Name => names.some((name) => name === value),
    parseText: (text) => text,
  };
}

/** Also null: nothing is said. A variable says "none". */
export function orNull<Value>(kind: Kind<Value>): Kind<Value | null> {
  const { parseText } = kind;
  return {
    expected: `${kind.expected}, or null`,
    accepts: (value): value is Value | null => value === null || kind.accepts(value),
    parseText: parseText && ((text) => (text === "none" ? null : parseText(text))),
    fromFolder: (value, folder) => (value === null ? null : (kind.fromFolder?.(value, folder) ?? value)),
  };
}

/** An object whose content its user checks; no variable can hold it. */
export function objectOf<Value extends object>(expected: string): Kind<Value> {
  return {
    expected,
    accepts: (value): value is Value => isPlainObject(value),
    parseText: null,
  };
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWithin(value: number, lowest: number, highest: number): boolean {
  return value >= lowest && value <= highest;
}
