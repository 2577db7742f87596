/** For tests only: a server with tools for everything that can happen. */
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
  McpError,
} from "@modelcontextprotocol/sdk/types.js";

type Handler = (callArguments: Readonly<Record<string, unknown>>) => CallToolResult | Promise<CallToolResult>;

const text = (content: string): CallToolResult => ({ content: [{ type: "text", text: content }] });

const handlers: Readonly<Record<string, Handler>> = {
  world_clock: () => text('{"time": "14:05"}'),
  echo: (callArguments) => text(JSON.stringify(callArguments)),
  "odd.name/tool": () => text("odd"),
  calculator: () => text("not ours"),
  pid: () => text(String(process.pid)),
  environment: () => text(Object.keys(process.env).sort().join(" ")),
  secret: () => text(process.env.SECRET ?? "none"),
  fail: () => ({ ...text("no such port"), isError: true }),
  refuse: () => {
    throw new McpError(-32602, "the port is missing");
  },
  crash: () => process.exit(3),
  hang: () => new Promise(() => {}),
  mixed: () => ({
    content: [
      { type: "text", text: "a chart:" },
      { type: "image", mimeType: "image/png", data: "AAAA" },
      { type: "resource", resource: { uri: "file:///a.txt", text: "inside" } },
      { type: "resource_link", uri: "file:///b.txt", name: "b" },
    ],
  }),
  structured: () => ({ content: [], structuredContent: { at: "6:10" } }),
};

const anything = { type: "object" as const };
/** Of the tool that the embedded model is asked to call. */
const schemas: Readonly<Record<string, typeof anything>> = {
  world_clock: { ...anything, ...{ properties: { city: { type: "string" } }, required: ["city"] } },
};

/** `only` leaves the other tools out. */
export function createServer(only: readonly string[] = Object.keys(handlers)): Server {
  const server = new Server({ name: "test", version: "1" }, { capabilities: { tools: {} } });
  // Two pages, so that both are read.
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
    const names = params?.cursor === undefined ? only.slice(0, 3) : only.slice(3);
    const tools = names.map((name) => ({ name, description: `${name}.`, inputSchema: schemas[name] ?? anything }));
    return params?.cursor === undefined && only.length > 3 ? { tools, nextCursor: "3" } : { tools };
  });
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
    const handler = handlers[params.name];
    if (handler === undefined) throw new McpError(-32602, `no tool ${params.name}`);
    return handler(params.arguments ?? {});
  });
  return server;
}
