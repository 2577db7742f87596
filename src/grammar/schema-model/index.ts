export { Decimal } from "./decimal.ts";
export { inPlaceNodes } from "./in-place.ts";
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
export { parseJson } from "./parse-json.ts";
export { type ReadSchemaOptions, readSchema } from "./read-schema.ts";
