import { isJsonArray, isJsonObject, type JsonValue } from "../schema-model/index.ts";

/** The part of a value that the steps of a pointer lead to; undefined where there is none. */
export function partAt(value: JsonValue, steps: readonly string[]): JsonValue | undefined {
  let part: JsonValue | undefined = value;
  for (const step of steps) {
    if (isJsonObject(part)) part = part.get(step);
    else if (isJsonArray(part)) part = part[Number(step)];
    else return undefined;
  }
  return part;
}

/** The value with another part at `steps`; undefined takes the member or item out. The steps must lead somewhere but for the last. */
export function withPart(value: JsonValue, steps: readonly string[], part: JsonValue | undefined): JsonValue {
  const [step, ...rest] = steps;
  if (step === undefined) return part ?? null;
  if (isJsonArray(value)) {
    const index = Number(step);
    if (rest.length === 0 && part === undefined) return value.toSpliced(index, 1);
    return value.with(index, withPart(value[index]!, rest, part));
  }
  if (!isJsonObject(value)) throw new RangeError(`no member ${JSON.stringify(step)} to change: the value has none`);
  const members = new Map(value);
  if (rest.length === 0 && part === undefined) members.delete(step);
  else members.set(step, rest.length === 0 ? part! : withPart(value.get(step)!, rest, part));
  return members;
}

/** Another part in the place of one. */
export interface PartEdit {
  readonly steps: readonly string[];
  readonly after: JsonValue;
}

/** The value with other parts at places of which none is inside another. Each container is copied once. */
export function withParts(value: JsonValue, edits: readonly PartEdit[], depth = 0): JsonValue {
  const [first] = edits;
  if (first === undefined) return value;
  if (first.steps.length === depth) return first.after;
  const copy = isJsonArray(value) ? [...value] : isJsonObject(value) ? new Map(value) : null;
  if (copy === null)
    throw new RangeError(`no part ${JSON.stringify(first.steps[depth])} to change: the value has none`);
  for (const [step, inside] of Map.groupBy(edits, ({ steps }) => steps[depth]!)) {
    if (copy instanceof Map) copy.set(step, withParts(copy.get(step)!, inside, depth + 1));
    else copy[Number(step)] = withParts(copy[Number(step)]!, inside, depth + 1);
  }
  return copy;
}

/** An object with one member under another name, in its place. */
export function withName(value: JsonValue, steps: readonly string[], from: string, to: string): JsonValue {
  const object = partAt(value, steps);
  if (!isJsonObject(object)) throw new RangeError(`no member ${JSON.stringify(from)} to rename: the value has none`);
  return withPart(value, steps, new Map(Array.from(object, ([key, member]) => [key === from ? to : key, member])));
}

/** Parts of a value, itself included; stops counting behind `most`. */
export function countParts(value: JsonValue, most: number): number {
  const children = isJsonArray(value) ? value : isJsonObject(value) ? value.values() : [];
  let count = 1;
  for (const child of children) {
    if (count > most) break;
    count += countParts(child, most - count);
  }
  return count;
}
