/** For tests only: an MCP server behind an address, with sessions that can be forgotten. */
import { randomUUID } from "node:crypto";
import { createServer as createHttpServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { createServer } from "./create-server.ts";

export interface HttpMcpServer {
  readonly url: string;
  /** Headers of the requests, in order. */
  readonly seen: readonly IncomingHttpHeaders[];
  readonly sessions: ReadonlyMap<string, unknown>;
  /** Leave requests to end a session unanswered. */
  deafToGoodbyes: boolean;
  /** As after a restart. */
  forgetSessions(): void;
  close(): Promise<void>;
}

export async function startHttpMcpServer(): Promise<HttpMcpServer> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const seen: IncomingHttpHeaders[] = [];
  const server = createHttpServer(async (request, response) => {
    seen.push(request.headers);
    if (request.method === "DELETE" && running.deafToGoodbyes) return;
    const id = request.headers["mcp-session-id"];
    const known = typeof id === "string" ? sessions.get(id) : undefined;
    if (id !== undefined && known === undefined) return void response.writeHead(404).end();
    const transport = known ?? (await openSession(sessions));
    await transport.handleRequest(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const running: HttpMcpServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    seen,
    sessions,
    deafToGoodbyes: false,
    forgetSessions: () => sessions.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return running;
}

async function openSession(sessions: Map<string, StreamableHTTPServerTransport>) {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void sessions.set(id, transport),
    onsessionclosed: (id) => void sessions.delete(id),
  });
  await createServer(["echo", "world_clock"]).connect(transport as Transport);
  return transport;
}
