import type { Random } from "../contract.ts";
import { pickSome } from "../random.ts";
import type { Json, Schema } from "./json.ts";

/** A kind of value: its schema, and values of it. */
export interface FieldKind {
  readonly schema: Schema;
  draw(random: Random): Json;
}

export function text(minLength: number, maxLength: number, values: readonly string[]): FieldKind {
  return { schema: { type: "string", minLength, maxLength }, draw: (random) => random.pick(values) };
}

export function choice(values: readonly string[]): FieldKind {
  return { schema: { type: "string", enum: values }, draw: (random) => random.pick(values) };
}

export function whole(minimum: number, maximum: number): FieldKind {
  return { schema: { type: "integer", minimum, maximum }, draw: (random) => random.integer(minimum, maximum) };
}

export function inSteps(step: number, maximum: number): FieldKind {
  return {
    schema: { type: "integer", minimum: step, maximum, multipleOf: step },
    draw: (random) => step * random.integer(1, Math.floor(maximum / step)),
  };
}

/** A positive number with one decimal. */
export function measure(maximum: number): FieldKind {
  return {
    schema: { type: "number", exclusiveMinimum: 0, maximum },
    draw: (random) => random.integer(1, maximum * 10 - 1) / 10,
  };
}

export const flag: FieldKind = { schema: { type: "boolean" }, draw: (random) => random.chance(0.5) };

export const email: FieldKind = {
  schema: { type: "string", format: "email" },
  draw: (random) => `${random.pick(["mira", "tomo", "lene", "oskar", "ines"])}${random.integer(1, 99)}@example.org`,
};

export const link: FieldKind = {
  schema: { type: "string", format: "uri" },
  draw: (random) =>
    `https://example.org/${random.pick(["garden", "boats", "notes", "maps"])}/${random.integer(1, 999)}`,
};

export const uuid: FieldKind = {
  schema: { type: "string", format: "uuid" },
  draw(random) {
    const hex = (length: number) => Array.from({ length }, () => random.pick([..."0123456789abcdef"])).join("");
    return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  },
};

export const date: FieldKind = {
  schema: { type: "string", format: "date" },
  draw: (random) =>
    `20${random.integer(10, 39)}-${twoDigits(random.integer(1, 12))}-${twoDigits(random.integer(1, 28))}`,
};

/** Capital letters, a dash and digits. */
export function codeOf(letters: string, digits: number): FieldKind {
  return {
    schema: { type: "string", pattern: `^${letters}-[0-9]{${digits}}$` },
    draw: (random) => `${letters}-${Array.from({ length: digits }, () => random.integer(0, 9)).join("")}`,
  };
}

export function labels(minItems: number, maxItems: number, values: readonly string[]): FieldKind {
  return {
    schema: { type: "array", items: { type: "string", minLength: 2 }, minItems, maxItems, uniqueItems: true },
    draw: (random) => pickSome(random, values, random.integer(minItems, maxItems)),
  };
}

export function listOf(item: FieldKind, minItems: number, maxItems: number): FieldKind {
  return {
    schema: { type: "array", items: item.schema, minItems, maxItems },
    draw: (random) => Array.from({ length: random.integer(minItems, maxItems) }, () => item.draw(random)),
  };
}

/** All fields required; others are forbidden. */
export function objectOf(fields: Readonly<Record<string, FieldKind>>, closed = true): FieldKind {
  const entries = Object.entries(fields);
  return {
    schema: {
      type: "object",
      properties: Object.fromEntries(entries.map(([name, { schema }]) => [name, schema])),
      required: entries.map(([name]) => name),
      ...(closed ? { additionalProperties: false } : {}),
    },
    draw: (random) => Object.fromEntries(entries.map(([name, kind]) => [name, kind.draw(random)])),
  };
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
