import { HermesError, isHermesError } from "../errors.ts";
import { type CallableTool, withFirstByte } from "./answer/index.ts";
import { schemaMachine } from "./constraint-machine.ts";
import type { ByteMachine, GrammarNote } from "./contract.ts";

/** A tool, as far as its calls depend on it. */
export interface GrammarTool {
  readonly name: string;
  /** JSON text of the schema of its arguments; null for a tool without any. */
  readonly parameters: string | null;
  /** Refuse a schema that cannot be enforced; else calls of this tool take any JSON object, with a note. */
  readonly strict: boolean;
}

/** A tool with the language of its arguments. */
export interface CompiledTool extends CallableTool {
  /** Null where the schema is enforced. */
  readonly note: GrammarNote | null;
}

const NO_ARGUMENTS = '{"type":"object","maxProperties":0}';
const ANY_OBJECT = '{"type":"object"}';
const OPEN_BRACE = 0x7b;

/** Throws HermesError "schema-invalid", "schema-unsupported" or "grammar-limit" for a strict tool. */
export function compileTool(tool: GrammarTool, index: number): CompiledTool {
  try {
    return { name: tool.name, arguments: argumentsMachine(tool.parameters ?? NO_ARGUMENTS), note: null };
  } catch (error) {
    if (!isHermesError(error)) throw error;
    const message = `the arguments of the tool ${JSON.stringify(tool.name)}: ${error.message}`;
    if (tool.strict) throw new HermesError(error.code, message, { ...error.facts, tool: tool.name }, { cause: error });
    const note = { pointer: `/tools/${index}/function/parameters`, message: `${message}; any object is allowed` };
    return { name: tool.name, arguments: argumentsMachine(ANY_OBJECT), note };
  }
}

/** Arguments are an object, whatever else a schema allows. */
function argumentsMachine(schema: string): ByteMachine {
  const { machine } = schemaMachine(schema, {});
  if (machine.next(machine.start, OPEN_BRACE) >= 0) return withFirstByte(machine, (byte) => byte === OPEN_BRACE);
  const reason = "no object meets it";
  const message = `the schema cannot be enforced: ${reason}`;
  throw new HermesError("schema-unsupported", message, { pointer: "", keyword: null, reason });
}
