import type { AgentTool } from "../../contract.ts";
import { builtIn } from "../built-in.ts";
import { calculate } from "./calculate.ts";
import { CalculationError } from "./calculation-error.ts";
import { functionNames } from "./functions.ts";

/** Works out arithmetic, with a parser of its own: nothing of an expression is ever run as code. */
export function createCalculator(): AgentTool {
  return builtIn({
    name: "calculator",
    description: "Work out an arithmetic expression.",
    parameter: {
      name: "expression",
      description: `Numbers, + - * / % ^, parentheses, pi, e, ${functionNames.join(", ")}; for instance "sqrt(2) * 3^4".`,
    },
    answer(expression) {
      try {
        return { content: calculate(expression), isError: false };
      } catch (error) {
        if (!(error instanceof CalculationError)) throw error;
        return { content: `No result: ${error.message}.`, isError: true };
      }
    },
  });
}
