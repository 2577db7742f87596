import { callMachine, callsMachine, callsOrValueMachine } from "./answer/index.ts";
import type { Compilation, ConstraintMachine } from "./compilation.ts";
import type { Constraint } from "./constraint.ts";
import { constraintMachine } from "./constraint-machine.ts";
import { compileTool, type GrammarTool } from "./tool-arguments.ts";

/** All that a grammar is made of, as plain data: what it is kept by, and what a compiling thread is sent. */
export type RuleContent =
  | { readonly type: "constraint"; readonly constraint: Constraint }
  | {
      readonly type: "tools";
      /** Those that may be called. */
      readonly tools: readonly GrammarTool[];
      /** Calls and nothing else, in place of text with calls in it. */
      readonly must: boolean;
      /** Whether several calls may stand in an answer of calls. */
      readonly isMany: boolean;
      /** What an answer without a call is; null for text with calls in it, or calls alone. */
      readonly value: Constraint | null;
    };

/** Throws HermesError "schema-invalid", "schema-unsupported" or "grammar-limit". */
export function ruleMachine(content: RuleContent, compilation: Compilation): ConstraintMachine {
  if (content.type === "constraint") return constraintMachine(content.constraint, compilation);
  const { tools, must, isMany, value } = content;
  const compiled = tools.map((tool, index) =>
    compileTool({ ...tool, strict: tool.strict || must }, index, compilation),
  );
  const notes = compiled.flatMap(({ note }) => note ?? []);
  if (value !== null) {
    const other = constraintMachine(value, compilation);
    const machine = callsOrValueMachine(callsMachine(compiled, isMany), other.machine);
    return { machine, notes: [...notes, ...other.notes] };
  }
  return { machine: must ? callsMachine(compiled, isMany) : callMachine(compiled), notes };
}

/** Characters to read and to compile. */
export function sizeOf(content: RuleContent): number {
  return JSON.stringify(content).length;
}
