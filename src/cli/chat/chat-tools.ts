import type { AgentSetup, RunningAgentSetup } from "../../agent/index.ts";

/** The tools that a conversation may run. Their servers are started when the tools are first wanted. */
export class ChatTools {
  readonly #create: () => Promise<RunningAgentSetup>;
  #running: RunningAgentSetup | null = null;
  #on = false;

  constructor(create: () => Promise<RunningAgentSetup>) {
    this.#create = create;
  }

  /** Null while they are off. */
  get setup(): AgentSetup | null {
    return this.#on ? (this.#running?.setup ?? null) : null;
  }

  /** Gives what was odd when the servers were started, the first time. */
  async turnOn(): Promise<readonly string[]> {
    const first = this.#running === null;
    this.#running ??= await this.#create();
    this.#on = true;
    return first ? this.#running.warnings : [];
  }

  /** The servers go on: the tools can be wanted again. */
  turnOff(): void {
    this.#on = false;
  }

  /** Ends the servers. */
  async close(): Promise<void> {
    this.#on = false;
    await this.#running?.close();
    this.#running = null;
  }
}

/** The tools in one line a source: "built-in: calculator, clock". */
export function describeTools({ tools }: AgentSetup): string {
  const sources = new Set(tools.map(({ source }) => source));
  const lines = [...sources].map((from) => {
    const names = tools
      .filter(({ source }) => source === from)
      .map(({ tool, allowed }) => (allowed ? tool.function.name : `${tool.function.name} (asks)`));
    return `${from}: ${names.join(", ")}`;
  });
  return lines.length === 0 ? "there are no tools to run" : lines.join("\n");
}
