import type { Random } from "../contract.ts";
import { damageConstraint, damageEnum, damageFormat, damageType } from "./damage-value.ts";
import { isList, isObject, type Json, type JsonObject, type Path, type Schema, withPart } from "./json.ts";

/** What is wrong with an object; the last three say where or against what. */
export const ERROR_KINDS = [
  "type_error",
  "constraint_error",
  "format_error",
  "enum_error",
  "required_field_missing",
  "extra_field",
  "nested_error",
  "list_error",
  "validator_error",
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

export interface InjectedError {
  readonly kind: ErrorKind;
  readonly path: Path;
  readonly value: JsonObject;
}

interface Place {
  readonly path: Path;
  readonly schema: Schema;
  readonly value: Json;
}

type Damage = (place: Place, random: Random) => { readonly path: Path; readonly part: Json | undefined } | null;

const ATTEMPTS = 50;

/** `value`, which is valid, with one error; null when 50 attempts gave none that `isValid` refuses. */
export function injectError(
  random: Random,
  kind: ErrorKind,
  schema: Schema,
  value: JsonObject,
  isValid: (value: Json) => boolean,
): InjectedError | null {
  const places = placesOf({ path: [], schema, value }).filter(({ path }) => fits(kind, path));
  if (places.length === 0) return null;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const damage = damages[kind] ?? random.pick(BASIC);
    const found = damage(random.pick(places), random);
    if (found === null) continue;
    const damaged = withPart(value, found.path, found.part) as JsonObject;
    if (!isValid(damaged)) return { kind, path: found.path, value: damaged };
  }
  return null;
}

/** Inside a nested object is below a field's name twice and below no list's index; inside a list item is below an index. */
function fits(kind: ErrorKind, path: Path): boolean {
  const isInList = path.some((step) => typeof step === "number");
  if (kind === "nested_error") return path.length >= 2 && !isInList;
  if (kind === "list_error") return isInList;
  return true;
}

function placesOf(place: Place): Place[] {
  const { path, schema, value } = place;
  const below = isObject(value)
    ? Object.entries(value).map(([name, part]) => ({
        path: [...path, name],
        schema: schema.properties![name]!,
        value: part,
      }))
    : isList(value)
      ? value.map((part, i) => ({ path: [...path, i], schema: schema.items!, value: part }))
      : [];
  return [place, ...below.flatMap(placesOf)];
}

function ofValue(change: (schema: Schema, value: Json, random: Random) => Json | undefined): Damage {
  return ({ path, schema, value }, random) => {
    const part = path.length === 0 ? undefined : change(schema, value, random);
    return part === undefined ? null : { path, part };
  };
}

const removeField: Damage = ({ path, schema }, random) =>
  schema.required && schema.required.length > 0
    ? { path: [...path, random.pick(schema.required)], part: undefined }
    : null;

/** A name near to one that is there, or one that could be. */
const addField: Damage = ({ path, schema, value }, random) => {
  if (!isObject(value)) return null;
  const near = random.pick(Object.keys(schema.properties!));
  const name = random.pick([
    `${near}_2`,
    `${near}s`,
    near.slice(0, -1),
    near.toUpperCase(),
    "comment",
    "updated",
    "internal_id",
  ]);
  if (Object.hasOwn(value, name)) return null;
  return { path: [...path, name], part: random.pick<Json>(["unknown", 1, true]) };
};

/** Against a rule that is neither type, size, format nor choice: steps of a number, different items. */
const breakRule = ofValue((schema, value, random) => {
  if (schema.multipleOf !== undefined) return (value as number) + random.integer(1, schema.multipleOf - 1);
  if (schema.uniqueItems && isList(value)) {
    return value.length < schema.maxItems!
      ? [...value, value[0]!]
      : value.length > 1
        ? [...value.slice(0, -1), value[0]!]
        : undefined;
  }
  return undefined;
});

const damages: Partial<Record<ErrorKind, Damage>> = {
  type_error: ofValue(damageType),
  constraint_error: ofValue(damageConstraint),
  format_error: ofValue(damageFormat),
  enum_error: ofValue(damageEnum),
  required_field_missing: removeField,
  extra_field: addField,
  validator_error: breakRule,
};
const BASIC: readonly Damage[] = [
  ofValue(damageType),
  ofValue(damageConstraint),
  ofValue(damageFormat),
  ofValue(damageEnum),
  removeField,
  addField,
];
