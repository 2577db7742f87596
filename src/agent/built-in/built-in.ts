import type { AgentTool, ToolResult } from "../contract.ts";

export interface BuiltIn {
  readonly name: string;
  readonly description: string;
  /** The one argument: a text. */
  readonly parameter: { readonly name: string; readonly description: string };
  answer(argument: string): ToolResult;
}

/** A tool of ours that takes one text; it touches nothing, so that nobody needs to be asked. */
export function builtIn({ name, description, parameter, answer }: BuiltIn): AgentTool {
  const parameters = {
    type: "object",
    properties: { [parameter.name]: { type: "string", description: parameter.description } },
    required: [parameter.name],
  };
  return {
    tool: { type: "function", function: { name, description, parameters } },
    source: "built-in",
    allowed: true,
    async run(callArguments) {
      const argument = Object.hasOwn(callArguments, parameter.name) ? callArguments[parameter.name] : undefined;
      // Models write a lone number without quotes.
      if (typeof argument === "string" || typeof argument === "number") return answer(String(argument));
      return { content: `${name} needs the argument "${parameter.name}", a text.`, isError: true };
    },
  };
}
