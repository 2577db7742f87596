/** For tests only: an MCP server as a process. Arguments are the tools to offer; "stubborn" ignores every polite way to end it. */
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { createServer } from "./create-server.ts";

const words = process.argv.slice(2);
const tools = words.filter((word) => word !== "stubborn");
if (words.includes("stubborn")) {
  process.on("SIGTERM", () => {});
  setInterval(() => {}, 1000);
}
await createServer(tools.length === 0 ? undefined : tools).connect(new StdioServerTransport());
