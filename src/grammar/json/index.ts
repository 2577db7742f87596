export { type CompiledSchema, type CompileSchemaOptions, compileSchema, provenSchema } from "./compile-schema.ts";
export { JsonMachine } from "./json-machine.ts";
