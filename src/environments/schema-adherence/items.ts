import { createSchemaCheck } from "../../grammar/index.ts";
import type { Random } from "../contract.ts";
import { pickSome } from "../random.ts";
import { type DataFormatName, dataFormats } from "../scoring/data-formats/index.ts";
import { objectOf } from "./fields.ts";
import { ERROR_KINDS, type InjectedError, injectError } from "./inject-error.ts";
import type { Json, JsonObject, Schema } from "./json.ts";
import { CONTAINERS, type Container } from "./output-form.ts";
import { records } from "./records.ts";

export interface SchemaFacts {
  readonly record: string;
  readonly schema: Schema;
  /** A valid object: what a generation's request says, and what an editing's object was. */
  readonly facts: JsonObject;
}

export interface SchemaItem extends SchemaFacts {
  /** Null for generation. */
  readonly error: InjectedError | null;
  readonly format: DataFormatName;
  readonly container: Container;
}

/** Share of schemas that forbid other fields. */
const CLOSED_SHARE = 0.7;

/** A schema of some of a record's fields, and an object of it. */
export function drawFacts(random: Random): SchemaFacts {
  const kind = random.pick(records);
  const fields = pickSome(random, Object.entries(kind.fields), random.integer(4, 7));
  const object = objectOf(Object.fromEntries(fields), random.chance(CLOSED_SHARE));
  return { record: kind.name, schema: object.schema, facts: object.draw(random) as JsonObject };
}

/** What is asked of the facts; null where no error of the kind that was drawn fits the schema. */
export function drawTask(random: Random, base: SchemaFacts): SchemaItem | null {
  const item = { ...base, format: random.pick(dataFormats).name, container: random.pick(CONTAINERS) };
  if (random.chance(0.5)) return { ...item, error: null };
  const error = injectError(random, random.pick(ERROR_KINDS), base.schema, base.facts, validator(base.schema));
  return error === null ? null : { ...item, error };
}

export function validator(schema: Schema): (value: Json) => boolean {
  const check = createSchemaCheck(schema);
  return (value) => check(JSON.stringify(value)) === null;
}
