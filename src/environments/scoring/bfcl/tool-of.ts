import { type RawJson, RawNumber, type Tool } from "../../../chat/index.ts";
import { schemaTypes } from "./function-schema.ts";

/** A function of BFCL as a tool: names keep their dots, types that JSON Schema does not know become those that it has. */
export function toolOf(schema: RawJson): Tool {
  const members = entriesOf(schema);
  const description = members.get("description");
  return {
    type: "function",
    function: {
      name: String(members.get("name")),
      ...(typeof description === "string" ? { description } : {}),
      parameters: mapTypes(members.get("parameters") ?? {}),
    },
  };
}

/** `type` is mapped where it is a keyword; a parameter that is called "type" is a schema itself. */
function mapTypes(schema: RawJson): RawJson {
  const mapped = Array.from(entriesOf(schema), ([key, value]): [string, RawJson] => {
    if (key === "type" && typeof value === "string") return [key, jsonType(value)];
    if (key === "properties") return [key, mapMembers(value)];
    return [key, key === "items" ? mapTypes(value) : value];
  });
  return Object.fromEntries(mapped);
}

function mapMembers(properties: RawJson): RawJson {
  return Object.fromEntries(Array.from(entriesOf(properties), ([key, value]) => [key, mapTypes(value)]));
}

function jsonType(type: string): string {
  return Object.hasOwn(schemaTypes, type) ? schemaTypes[type as keyof typeof schemaTypes].json : type;
}

function entriesOf(value: RawJson): ReadonlyMap<string, RawJson> {
  if (value instanceof Map) return value;
  if (value === null || typeof value !== "object" || Array.isArray(value) || value instanceof RawNumber)
    return new Map();
  return new Map(Object.entries(value as Record<string, RawJson>));
}
