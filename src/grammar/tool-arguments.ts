import { HermesError, isHermesError } from "../errors.ts";
import { type CallableTool, withFirstByte } from "./answer/index.ts";
import type { Compilation } from "./compilation.ts";
import type { ByteMachine, GrammarNote } from "./contract.ts";
import { isOutOfTime } from "./work-clock.ts";

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

/** Throws HermesError "schema-invalid", "schema-unsupported" or "grammar-limit" for a strict tool; for any, where time is over. */
export function compileTool(tool: GrammarTool, index: number, compilation: Compilation): CompiledTool {
  try {
    return { name: tool.name, arguments: argumentsMachine(tool.parameters ?? NO_ARGUMENTS, compilation), note: null };
  } catch (error) {
    if (!isHermesError(error)) throw error;
    const message = `the arguments of the tool ${JSON.stringify(tool.name)}: ${error.message}`;
    if (tool.strict || isOutOfTime(error))
      throw new HermesError(error.code, message, { ...error.facts, tool: tool.name }, { cause: error });
    const note = { pointer: `/tools/${index}/function/parameters`, message: `${message}; any object is allowed` };
    return { name: tool.name, arguments: argumentsMachine(ANY_OBJECT, compilation), note };
  }
}

/** Arguments are an object, whatever else a schema allows. */
function argumentsMachine(schema: string, compilation: Compilation): ByteMachine {
  const { machine } = compilation.schemaMachine(schema, {});
  if (machine.next(machine.start, OPEN_BRACE) >= 0) return withFirstByte(machine, (byte) => byte === OPEN_BRACE);
  const reason = "no object meets it";
  const message = `the schema cannot be enforced: ${reason}`;
  throw new HermesError("schema-unsupported", message, { pointer: "", keyword: null, reason });
}
