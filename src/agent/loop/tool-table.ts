import type { Tool } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import type { AgentTool } from "../contract.ts";

/** The tools of a loop: those it runs, and those that the request brought, whose calls its caller answers. */
export class ToolTable {
  readonly #ours: ReadonlyMap<string, AgentTool>;
  readonly #callers: ReadonlySet<string>;
  /** What the model is offered. */
  readonly offered: readonly Tool[];

  /** Throws HermesError "usage" for a name that two tools have. */
  constructor(ours: readonly AgentTool[], callers: readonly Tool[]) {
    this.offered = [...callers, ...ours.map(({ tool }) => tool)];
    this.#ours = new Map(ours.map((tool) => [tool.tool.function.name, tool]));
    this.#callers = new Set(callers.map((tool) => tool.function.name));
    const names = this.names;
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) {
      throw new HermesError("usage", `Two tools are called ${twice}. Give every tool a name of its own.`, {
        argument: "tools",
      });
    }
  }

  get names(): readonly string[] {
    return this.offered.map((tool) => tool.function.name);
  }

  get(name: string): AgentTool | undefined {
    return this.#ours.get(name);
  }

  /** Whether calls of this tool wait for the caller's result. */
  isCallers(name: string): boolean {
    return this.#callers.has(name);
  }
}
