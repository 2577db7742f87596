import type { Random } from "../contract.ts";
import { isList, type Json, type Schema } from "./json.ts";

/** A value of another type. */
export function damageType(schema: Schema, _: Json, random: Random): Json {
  switch (schema.type) {
    case "string":
      return random.pick<Json>([42, true, [], {}]);
    case "integer":
    case "number":
      return random.pick<Json>(["not_a_number", true, []]);
    case "boolean":
      return random.pick<Json>(["perhaps", 42]);
    case "array":
    case "object":
      return "nothing of the kind";
  }
}

/** Too short or long, too small or large, too few or many; undefined where the schema sets no bound. */
export function damageConstraint(schema: Schema, value: Json, random: Random): Json | undefined {
  const ways: (() => Json)[] = [];
  const { minLength, maxLength, minimum, maximum, exclusiveMinimum, minItems, maxItems } = schema;
  if (minLength !== undefined && minLength > 0) ways.push(() => String(value).slice(0, minLength - 1));
  if (maxLength !== undefined) ways.push(() => String(value).padEnd(maxLength + 10, "x"));
  // The step of a number is kept, so that only its bound is broken.
  const step = schema.multipleOf ?? 1;
  if (minimum !== undefined) ways.push(() => minimum - step);
  if (maximum !== undefined) ways.push(() => maximum + step);
  if (exclusiveMinimum !== undefined) ways.push(() => exclusiveMinimum);
  if (isList(value) && minItems !== undefined && minItems > 0) ways.push(() => value.slice(0, minItems - 1));
  if (isList(value) && maxItems !== undefined) ways.push(() => tooMany(value, maxItems, schema.uniqueItems ?? false));
  return ways.length === 0 ? undefined : random.pick(ways)();
}

/** Part of a formatted text missing, doubled or of a wrong sign. */
export function damageFormat(schema: Schema, value: Json, random: Random): Json | undefined {
  if (typeof value !== "string") return undefined;
  switch (schema.format) {
    case "email":
      return random.pick([
        value.replace("@", ""),
        value.replace("@", "@@"),
        value.slice(0, value.indexOf("@") + 1),
        ` ${value}`,
      ]);
    case "uri":
      return random.pick([
        value.replace("https://", ""),
        value.replace("/", " "),
        value.replace("example", "exa mple"),
      ]);
    case "uuid":
      return random.pick([value.slice(1), value.replaceAll("-", ""), `z${value.slice(1)}`, `${value}0`]);
    case "date":
      return random.pick([value.replaceAll("-", "/"), value.slice(2), value.replace(/-\d\d-/, "-13-"), `${value}T`]);
    default:
      return schema.pattern === undefined
        ? undefined
        : random.pick([value.toLowerCase(), value.slice(0, -1), value.replace("-", "")]);
  }
}

/** Near to one of the choices, and none of them. */
export function damageEnum(schema: Schema, value: Json, random: Random): Json | undefined {
  if (!schema.enum || typeof value !== "string") return undefined;
  const typing = value.slice(0, 1) + value.slice(2, 3) + value.slice(1, 2) + value.slice(3);
  return random.pick<Json>([value.toUpperCase(), typing, `very ${value}`, `${value}_kind`, "other", "", null]);
}

function tooMany(value: readonly Json[], maxItems: number, unique: boolean): Json {
  return Array.from({ length: maxItems + 2 }, (_, i) => value[i] ?? (unique ? `item ${i}` : value[0]!));
}
