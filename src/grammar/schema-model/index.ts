export { Decimal } from "./decimal.ts";
export { childNodes, inPlaceNodes } from "./in-place.ts";
export { parsePointer, pointerTo } from "./json-pointer.ts";
export {
  equalityKey,
  isJsonArray,
  isJsonObject,
  JSON_DEPTH_LIMIT,
  type JsonArray,
  type JsonObject,
  type JsonValue,
  renderJson,
  toJsonValue,
  toPlainValue,
} from "./json-value.ts";
export { createLanguageTexts } from "./language-texts.ts";
export { SCHEMA_LIMITS } from "./limits.ts";
export {
  ALL_TYPES,
  type Condition,
  type Contains,
  type DependentRequired,
  type DependentSchema,
  type Draft,
  type NodeId,
  NUMBER_TYPES,
  type NumberBound,
  type PatternProperty,
  type Reference,
  type SchemaModel,
  type SchemaNode,
  TYPES,
} from "./model.ts";
export { UNCONSTRAINED } from "./node-parts.ts";
export { parseJson, parseRepeatingJson, type RepeatedKey } from "./parse-json.ts";
export { type ReadSchemaOptions, readSchema } from "./read-schema.ts";
export type { TextChecks } from "./validate/check.ts";
export { createValidator, type Validator } from "./validate/create-validator.ts";
export { renderSchemaError, type SchemaError } from "./validate/schema-error.ts";
