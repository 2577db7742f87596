/** Who may import whom; printed in ARCHITECTURE.md. A room is a folder or a file of src/. */
export interface RoomRule {
  readonly values: readonly string[];
  /** Allowed with `import type` only. */
  readonly types?: readonly string[];
}

const belowBackends = ["formats", "tokenizer", "kernels", "model", "sampling", "grammar", "chat", "engine"];
const tasks = { values: ["environments", "chat"], types: ["hermes"] };
const everything: RoomRule = { values: ["*"] };

/** Every room may also import `errors`. A room that is missing here may not be imported and imports nothing. */
export const rooms: Readonly<Record<string, RoomRule>> = {
  errors: { values: [] },
  formats: { values: [] },
  tokenizer: { values: [] },
  kernels: { values: [] },
  model: { values: ["formats", "kernels"] },
  sampling: { values: [], types: ["kernels"] },
  grammar: { values: ["tokenizer"] },
  chat: { values: [], types: ["tokenizer"] },
  engine: { values: ["model", "sampling"], types: ["grammar"] },
  measure: { values: ["formats", "kernels", "model", "sampling", "engine"] },
  backends: { values: belowBackends },
  hermes: { values: ["backends", "chat", "grammar", "tokenizer", "hub"], types: ["engine", "sampling"] },
  agent: { values: ["chat"], types: ["hermes"] },
  environments: { values: ["chat", "grammar"], types: ["hermes"] },
  hub: { values: ["formats"] },
  "ai-sdk": { values: ["hermes", "chat"] },
  evaluate: tasks,
  forge: tasks,
  atropos: tasks,
  train: { values: ["formats", "kernels", "model", "chat", "tokenizer", "environments"] },
  server: { values: ["hermes", "chat", "agent"] },
  config: { values: [], types: ["server", "agent", "hermes"] },
  deploy: { values: ["config", "formats"] },
  cli: everything,
  index: everything,
};

/** Doors of a room beside its index.ts: the trainer's kernels, so that inference never loads their module. */
export const furtherDoors: ReadonlySet<string> = new Set(["src/kernels/training/index.ts"]);

/** Rooms that only the command line may import. */
export const usedByCliAlone: ReadonlySet<string> = new Set(["config", "deploy", "cli"]);

/** Packages that belong to one room; any other dependency is free. */
export const packageOwners: Readonly<Record<string, string>> = {
  commander: "cli",
  "node-llama-cpp": "backends",
  "@huggingface/tokenizers": "tokenizer",
  "@huggingface/hub": "hub",
  undici: "backends",
  "eventsource-parser": "backends",
  hono: "server",
  "@hono/node-server": "server",
  "prom-client": "server",
  "@modelcontextprotocol/sdk": "agent",
  "@ai-sdk/provider": "ai-sdk",
  pino: "cli",
  jsonrepair: "grammar",
  "@cortex-js/compute-engine": "environments",
  "csv-parse": "environments",
  eld: "environments",
  "fast-xml-parser": "environments",
  "smol-toml": "environments",
  "simple-statistics": "evaluate",
};
