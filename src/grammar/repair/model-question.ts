import {
  isJsonArray,
  isJsonObject,
  type JsonValue,
  renderJson,
  renderSchemaError,
  type SchemaError,
} from "../schema-model/index.ts";
import type { RepairQuestion } from "./contract.ts";

/** What is to be repaired. */
export interface BrokenJson {
  /** Null where no value could be read. */
  readonly value: JsonValue | null;
  readonly text: string;
  readonly errors: readonly SchemaError[];
}

/** The editing task in the form that Hermes knows: the schema in its tags before, the broken object and its errors in the question. */
export function createQuestion(schema: JsonValue, { value, text, errors }: BrokenJson): RepairQuestion {
  const faults = errors.slice(0, SHOWN_ERRORS).map((error) => `- ${renderSchemaError(error)}`);
  const listed = faults.length === 0 ? "" : `\n\nErrors:\n${faults.join("\n")}`;
  return {
    messages: [
      { role: "system", content: `${INSTRUCTION}\n<schema>\n${spaced(schema)}\n</schema>` },
      { role: "user", content: `Fix this JSON: ${value === null ? text.trim() : spaced(value)}${listed}` },
    ],
    constraint: { type: "json-schema", schema: renderJson(schema) },
  };
}

const INSTRUCTION =
  "You are a helpful assistant that repairs JSON. Answer with the repaired JSON alone. Change what is wrong and keep everything else as it is. It must meet this JSON schema:";

const SHOWN_ERRORS = 20;

/** One line with a space behind commas and colons, as the model has learnt it. */
function spaced(value: JsonValue): string {
  if (isJsonArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (!isJsonObject(value)) return renderJson(value);
  return `{${Array.from(value, ([key, member]) => `${JSON.stringify(key)}: ${spaced(member)}`).join(", ")}}`;
}
