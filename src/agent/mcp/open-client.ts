import { setTimeout as wait } from "node:timers/promises";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { McpServerConfig } from "../config/agent-config.ts";

/** Milliseconds that a server behind an address gets to end its session. */
const GOODBYE_MS = 1000;

/** A server that is there. */
export interface OpenClient {
  readonly client: Client;
  /** Says goodbye; the process of a server is ended. */
  close(): Promise<void>;
}

interface OpenTransport {
  readonly transport: Transport;
  close(): Promise<void>;
  /** What the server itself says of its failure; "" for nothing. */
  complaint(): string;
}

/** Starts or reaches a server and shakes hands. Throws an Error in words; nothing is left behind then. */
export async function openClient(config: McpServerConfig, signal: AbortSignal): Promise<OpenClient> {
  // No capabilities: a server can neither ask our user, nor use our model, nor list our folders.
  const client = new Client({ name: "hermes4", version: "1" });
  const { transport, close, complaint } = await openTransport(config);
  try {
    await client.connect(transport, { signal, timeout: config.startTimeoutMs });
    return { client, close };
  } catch (error) {
    await close();
    const said = complaint();
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(said === "" ? message : `${message} (its last words: ${said})`, { cause: error });
  }
}

async function openTransport(config: McpServerConfig): Promise<OpenTransport> {
  if (config.type === "stdio") {
    const { ProcessTransport } = await import("./process-transport.ts");
    const transport = new ProcessTransport(config);
    return { transport, close: () => transport.close(), complaint: () => transport.lastComplaint };
  }
  const { StreamableHTTPClientTransport } = await import("@modelcontextprotocol/sdk/client/streamableHttp.js");
  const transport = new StreamableHTTPClientTransport(new URL(config.url), {
    requestInit: { headers: config.headers },
  });
  const close = async () => {
    // Frees the session over there; a server without sessions, or one that is gone, has none to free.
    await Promise.race([transport.terminateSession().catch(() => {}), wait(GOODBYE_MS, undefined, { ref: false })]);
    await transport.close();
  };
  // Its session id may be undefined where the interface has it absent.
  return { transport: transport as Transport, close, complaint: () => "" };
}
