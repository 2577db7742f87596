import { callMachine, callsMachine } from "./answer/index.ts";
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
    };

/** Throws HermesError "schema-invalid", "schema-unsupported" or "grammar-limit". */
export function ruleMachine(content: RuleContent, compilation: Compilation): ConstraintMachine {
  if (content.type === "constraint") return constraintMachine(content.constraint, compilation);
  const { tools, must, isMany } = content;
  const compiled = tools.map((tool, index) =>
    compileTool({ ...tool, strict: tool.strict || must }, index, compilation),
  );
  return {
    machine: must ? callsMachine(compiled, isMany) : callMachine(compiled),
    notes: compiled.flatMap(({ note }) => note ?? []),
  };
}

/** Characters to read and to compile. */
export function sizeOf(content: RuleContent): number {
  return JSON.stringify(content).length;
}
