import {
  Decimal,
  equalityKey,
  isJsonArray,
  isJsonObject,
  type JsonValue,
  pointerTo,
  type SchemaError,
} from "../schema-model/index.ts";

/** A part that is not the same in two values. */
export interface Difference {
  readonly steps: readonly string[];
  readonly pointer: string;
  /** Undefined where it is not there. */
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** Where two values differ, by member and by item; arrays of different lengths differ as a whole. */
export function findDifferences(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  steps: readonly string[] = [],
): readonly Difference[] {
  if (isJsonObject(after) && (before === undefined || isJsonObject(before))) {
    if (before === undefined && after.size === 0) return [differenceOf(before, after, steps)];
    const keys = new Set([...(before?.keys() ?? []), ...after.keys()]);
    return [...keys].flatMap((key) => findDifferences(before?.get(key), after.get(key), [...steps, key]));
  }
  if (isJsonArray(after) && isJsonArray(before) && before.length === after.length) {
    return after.flatMap((item, index) => findDifferences(before[index], item, [...steps, String(index)]));
  }
  const isSame = before !== undefined && after !== undefined && equalityKey(before) === equalityKey(after);
  return isSame ? [] : [differenceOf(before, after, steps)];
}

function differenceOf(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  steps: readonly string[],
): Difference {
  return { steps, pointer: steps.reduce<string>(pointerTo, ""), before, after };
}

/** Whether some error gives a reason to change this part. */
export function isAskedFor({ pointer }: Difference, errors: readonly SchemaError[]): boolean {
  return errors.flatMap(placesOf).some((place) => isWithin(pointer, place) || isWithin(place, pointer));
}

/** Where a value may be changed for an error: the member it is about, or what its branches find wrong. */
function placesOf(error: SchemaError): readonly string[] {
  const { instancePointer, property, causes } = error;
  if (causes.length > 0) {
    // A branch for another kind of value would ask to change all of it.
    const near = causes.filter((errors) => !errors.some((cause) => isAbout(cause, instancePointer)));
    return (near.length > 0 ? near : causes).flat().flatMap(placesOf);
  }
  const isMember = property !== null && !ABOUT_MEMBERS.has(error.keyword);
  return [isMember ? pointerTo(instancePointer, property) : instancePointer];
}

function isAbout({ instancePointer, keyword }: SchemaError, place: string): boolean {
  return instancePointer === place && keyword === "type";
}

/** Their errors stand at the member itself. */
const ABOUT_MEMBERS: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
]);

function isWithin(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`);
}

/** Whether a text has every scalar of a value in some spelling. */
export function isInText(value: JsonValue | undefined, text: string): boolean {
  if (value === undefined) return true;
  if (isJsonArray(value)) return value.every((item) => isInText(item, text));
  if (isJsonObject(value)) return Array.from(value.values()).every((member) => isInText(member, text));
  if (value instanceof Decimal) return text.includes(value.toString());
  if (typeof value === "string") return text.includes(value) || text.includes(JSON.stringify(value).slice(1, -1));
  return text.toLowerCase().includes(value === null ? "null" : String(value));
}
