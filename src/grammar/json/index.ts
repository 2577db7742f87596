export { type CompiledSchema, type CompileSchemaOptions, compileSchema } from "./compile-schema.ts";
export { JsonMachine } from "./json-machine.ts";
