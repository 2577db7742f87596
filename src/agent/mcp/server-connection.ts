import type { CallToolResult, Tool } from "@modelcontextprotocol/sdk/types.js";
import { ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";
import type { Json } from "../../chat/index.ts";
import type { McpServerConfig } from "../config/agent-config.ts";
import type { ToolResult } from "../contract.ts";
import { type OpenClient, openClient } from "./open-client.ts";
import { renderContent } from "./render-content.ts";

/** Most pages of a list of tools. */
const MAX_PAGES = 100;
/** The loop's own limit ends a call; the SDK's stays out of its way. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

/** One MCP server: opened when it is needed, and again after it crashed. */
export class ServerConnection {
  readonly name: string;
  readonly #readConfig: () => McpServerConfig;
  readonly #closing = new AbortController();
  #open: Promise<OpenClient> | null = null;

  /** The settings are read anew for each start; where that throws, the start fails. */
  constructor(name: string, readConfig: () => McpServerConfig) {
    this.name = name;
    this.#readConfig = readConfig;
  }

  /** Throws an Error in words where the server cannot be reached. */
  async listTools(): Promise<readonly Tool[]> {
    const { client } = await this.#connect();
    const timeout = this.#readConfig().startTimeoutMs;
    const tools: Tool[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const options = { timeout, signal: this.#closing.signal };
      const answer = await client.listTools(cursor === undefined ? {} : { cursor }, options);
      tools.push(...answer.tools);
      cursor = answer.nextCursor;
      if (cursor === undefined) break;
    }
    return tools;
  }

  /** Never throws: a server that is down, and one that goes down, are failures of the tool. */
  async call(tool: string, callArguments: Readonly<Record<string, Json>>, signal: AbortSignal): Promise<ToolResult> {
    try {
      return await this.#callOnce(tool, callArguments, signal);
    } catch (error) {
      return { content: `The tool failed: ${this.#explain(error)}.`, isError: true };
    }
  }

  /** Harmless when repeated; calls fail from now on. */
  async close(): Promise<void> {
    this.#closing.abort(new Error("the server is closed"));
    const open = this.#open;
    this.#open = null;
    await open?.then(({ close }) => close()).catch(() => {});
  }

  async #callOnce(
    name: string,
    callArguments: Readonly<Record<string, Json>>,
    signal: AbortSignal,
    mayReconnect = true,
  ): Promise<ToolResult> {
    const opened = this.#connect();
    const { client } = await opened;
    try {
      const params = { name, arguments: callArguments };
      const result = await client.callTool(params, undefined, { signal, timeout: NO_TIMEOUT_MS });
      // Its type also names an older form, which the SDK reads only when it is asked to.
      const { content, structuredContent, isError } = result as CallToolResult;
      return { content: renderContent({ content, structuredContent }), isError: isError === true };
    } catch (error) {
      if (!isLostSession(error) || !mayReconnect) throw error;
      // The server has forgotten us and did nothing: shake hands again.
      if (this.#open === opened) this.#open = null;
      return this.#callOnce(name, callArguments, signal, false);
    }
  }

  #connect(): Promise<OpenClient> {
    this.#closing.signal.throwIfAborted();
    if (this.#open !== null) return this.#open;
    const opening = openClient(this.#readConfig(), this.#closing.signal);
    const forget = () => {
      if (this.#open === opening) this.#open = null;
    };
    opening.then(({ client }) => {
      client.onclose = forget;
    }, forget);
    this.#open = opening;
    return opening;
  }

  #explain(error: unknown): string {
    if (error instanceof McpError && error.code === ErrorCode.ConnectionClosed) {
      return `the server ${this.name} stopped during the call; it is started again for the next one`;
    }
    const message = error instanceof Error ? error.message : String(error);
    // Both ends of the SDK put the code in front.
    return message.replace(/^(?:MCP error -?\d+: )+/, "");
  }
}

/** 404 on an open session: the server was started anew, or has thrown the session away. */
function isLostSession(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === 404;
}
