import { describe, expect, test } from "vitest";
import { readSchema, toJsonValue } from "../schema-model/index.ts";
import { compileSchema } from "./compile-schema.ts";
import { realisticSchemas } from "./testing/realistic-schemas.ts";
import { spellingsOf } from "./testing/spellings.ts";
import { accepts } from "./testing/walk.ts";

describe.each(realisticSchemas)("realistic schema: $name", ({ schema, valid, invalid }) => {
  const { machine } = compileSchema(readSchema(toJsonValue(schema)), { escapes: "any" });

  test("accepts its valid values in the order of the schema, in every spelling", () => {
    for (const text of valid.flatMap((value) => spellingsOf(toJsonValue(value)))) {
      expect(accepts(machine, text), text).toBe(true);
    }
  });

  test("accepts no invalid one", () => {
    for (const text of invalid.flatMap((value) => spellingsOf(toJsonValue(value)))) {
      expect(accepts(machine, text), text).toBe(false);
    }
  });
});
