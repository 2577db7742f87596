import { z } from "zod";
import type { BodyTable, Field } from "../fields/field.ts";

/** The schema of a body. Fields that are always refused are left out; those with harmless values take only these. */
export function renderBody({ fields }: BodyTable): object {
  const shown = fields.filter(({ schema }) => !(schema instanceof z.ZodNever));
  const required = shown.filter((field) => field.required).map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(shown.map((field) => [field.name, renderField(field)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function renderField({ schema, note, status, required, keepsNull }: Field): object {
  const { $schema: _dialect, ...rendered } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const description = status === "refused" ? `Other values are refused. ${note}` : note;
  // Null is the same as leaving a field out, unless it must be there.
  if (required || keepsNull) return { ...rendered, description };
  return { anyOf: [rendered, { type: "null" }], description };
}

export const errorSchema = {
  type: "object",
  properties: {
    error: {
      type: "object",
      properties: {
        message: { type: "string" },
        type: { type: "string" },
        param: { type: ["string", "null"] },
        code: { type: ["string", "integer", "null"] },
      },
      required: ["message", "type", "param", "code"],
    },
  },
  required: ["error"],
};
