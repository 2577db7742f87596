import type { ConfigFields, NumberRange } from "../config/config-fields.ts";

const SIDE: NumberRange = { minimum: 1, maximum: 2 ** 20 };

/** Rows and columns that share a scale, as a list of two numbers or as text such as "128x128"; null when absent. */
export function parseBlockSize(fields: ConfigFields, field: string): readonly [rows: number, columns: number] | null {
  const value = fields.value(field);
  if (value === undefined) return null;
  const sides: readonly unknown[] = typeof value === "string" ? value.split("x").map(Number) : asList(value);
  const [rows, columns, ...rest] = sides;
  if (rest.length === 0 && isSide(rows) && isSide(columns)) return Object.freeze([rows, columns] as const);
  throw fields.invalid(field, "two whole numbers, rows and columns of a block");
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isSide(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= SIDE.minimum && (value as number) <= SIDE.maximum;
}
