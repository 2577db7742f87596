import { expect, test } from "vitest";
import { constraintMachine } from "./constraint-machine.ts";

const notesOf = (schema: object) => constraintMachine({ type: "json-schema", schema, lenient: true }).notes;

test.each<[schema: object, pointers: readonly string[]]>([
  [{ type: "string", pattern: "(?=a)" }, ["/pattern"]],
  [{ properties: { pattern: { pattern: "(?=a)" } }, required: ["pattern"] }, ["/properties/pattern/pattern"]],
  [{ properties: { not: { pattern: "(?=a)" } } }, ["/properties/not/pattern"]],
  [{ not: { anyOf: [{ pattern: "(?=a)" }] } }, ["/not"]],
  [{ oneOf: [{ type: "null" }, { pattern: "(?<=a)" }] }, ["/oneOf"]],
  [{ prefixItems: [{ pattern: "(?=a)" }, { pattern: "(?=b)" }] }, ["/prefixItems/0/pattern", "/prefixItems/1/pattern"]],
  [{ patternProperties: { "(?=a)": {} } }, ["/patternProperties"]],
  [{ type: "string", minLength: 2 }, []],
])("of %j the keywords at %j are dropped", (schema, pointers) => {
  expect(notesOf(schema).map(({ pointer }) => pointer)).toEqual(pointers);
});

test.each([{ type: 4 }, { type: "string", enum: [1] }, false as unknown as object])(
  "%j is refused all the same",
  (schema) => {
    expect(() => notesOf(schema)).toThrow();
  },
);
