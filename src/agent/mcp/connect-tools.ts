import type { Tool as McpTool } from "@modelcontextprotocol/sdk/types.js";
import type { RawJson } from "../../chat/index.ts";
import type { McpServerConfig } from "../config/agent-config.ts";
import type { AgentTool } from "../contract.ts";
import { type Environment, expandVariables } from "./expand-variables.ts";
import { ServerConnection } from "./server-connection.ts";
import { chooseNames } from "./tool-names.ts";

/** Most tools of one server: their descriptions stand in every prompt. */
const MAX_TOOLS = 128;

export interface ConnectOptions {
  /** Values for `${NAME}` in the settings of servers. Default none. */
  readonly environment?: Environment;
  /** Names that other tools have. Default none. */
  readonly taken?: readonly string[];
}

export interface ConnectedTools {
  readonly tools: readonly AgentTool[];
  /** By server: that it could not be started, so that its tools are absent, and what else is odd. */
  readonly warnings: readonly string[];
  /** Ends processes and connections. Harmless when repeated. */
  close(): Promise<void>;
}

/** A server and what it offers. */
interface Offer {
  readonly connection: ServerConnection;
  readonly config: McpServerConfig;
  readonly tools: readonly McpTool[];
  readonly warnings: readonly string[];
}

/** Starts the servers, all at once, and makes their tools ours. The tools are those that a server lists now. */
export async function connectTools(
  servers: Readonly<Record<string, McpServerConfig>>,
  options: ConnectOptions = {},
): Promise<ConnectedTools> {
  const enabled = Object.entries(servers).filter(([, { disabled }]) => !disabled);
  const offers = await Promise.all(enabled.map(([name, config]) => openOffer(name, config, options.environment ?? {})));
  const offered = offers.flatMap((offer) => offer.tools.map((tool) => ({ offer, tool })));
  const named = offered.map(({ offer, tool }) => ({ server: offer.connection.name, tool: tool.name }));
  const names = chooseNames(named, options.taken ?? []);
  return {
    tools: offered.map(({ offer, tool }, index) => agentTool(offer, tool, names[index] ?? tool.name)),
    warnings: offers.flatMap(({ warnings }) => warnings),
    close: async () => void (await Promise.all(offers.map(({ connection }) => connection.close()))),
  };
}

async function openOffer(name: string, config: McpServerConfig, environment: Environment): Promise<Offer> {
  const connection = new ServerConnection(name, () => expandVariables(config, environment));
  try {
    const tools = await connection.listTools();
    return { connection, config, tools: tools.slice(0, MAX_TOOLS), warnings: [...oddities(name, config, tools)] };
  } catch (error) {
    await connection.close();
    const reason = error instanceof Error ? error.message : String(error);
    const warning = `MCP server ${name} could not be started, its tools are absent: ${reason}`;
    return { connection, config, tools: [], warnings: [warning] };
  }
}

function* oddities(server: string, { allow }: McpServerConfig, tools: readonly McpTool[]): Generator<string> {
  if (tools.length === 0) yield `MCP server ${server} has no tools`;
  if (tools.length > MAX_TOOLS) yield `MCP server ${server} has ${tools.length} tools; the first ${MAX_TOOLS} are used`;
  const names = new Set(tools.map(({ name }) => name));
  const missing = allow === true ? [] : allow.filter((name) => !names.has(name));
  if (missing.length > 0) {
    yield `MCP server ${server} has no tool ${missing.join(", ")} that "allow" names; there are ${[...names].join(", ")}`;
  }
}

function agentTool({ connection, config }: Offer, tool: McpTool, name: string): AgentTool {
  const { description, inputSchema } = tool;
  return {
    tool: {
      type: "function",
      function: { name, ...(description === undefined ? {} : { description }), parameters: inputSchema as RawJson },
    },
    source: connection.name,
    allowed: config.allow === true || config.allow.includes(tool.name),
    run: (callArguments, signal) => connection.call(tool.name, callArguments, signal),
  };
}
