export { AnswerGuard } from "./answer/index.ts";
export { type Constraint, checkConstraint, type JsonSchemaConstraint, type Whitespace } from "./constraint.ts";
export { type ConstraintCheck, createConstraintCheck, createSchemaCheck } from "./constraint-check.ts";
export { type ConstraintCompiler, createConstraintCompiler, loadVocabulary } from "./constraint-compiler.ts";
export { schemaText } from "./constraint-machine.ts";
export type { ByteMachine, CompiledGrammar, GrammarNote, Matcher, Vocabulary } from "./contract.ts";
export { GrammarCompiler, type GuardedAnswer, type GuardRequest, type ToolRule } from "./grammar-compiler.ts";
export { GRAMMAR_TIME_BOUNDS, type GrammarStats, type TimeCounts } from "./grammar-stats.ts";
export { formatNames } from "./regex/index.ts";
export {
  type AskModel,
  createRepairer,
  type JsonRepairer,
  type RepairChange,
  type RepairOptions,
  type RepairQuestion,
  type RepairResult,
  type RepairRule,
  type RepairStage,
  repairJson,
  type TextEdit,
} from "./repair/index.ts";
export {
  createLanguageTexts,
  createValidator,
  type JsonValue,
  parseJson,
  type ReadSchemaOptions,
  readSchema,
  renderJson,
  renderSchemaError,
  type SchemaError,
  type SchemaModel,
  toJsonValue,
  toPlainValue,
  type Validator,
} from "./schema-model/index.ts";
export {
  isStandardSchema,
  jsonSchemaOf,
  type StandardOutput,
  type StandardResult,
  type StandardSchema,
} from "./standard-schema.ts";
export { createVocabulary, type MaskCounts, type TokenGrammar } from "./tokens/index.ts";
export type { GrammarTool } from "./tool-arguments.ts";
