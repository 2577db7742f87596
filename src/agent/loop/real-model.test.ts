import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Hermes } from "../../hermes.ts";
import { parseAgentConfig } from "../config/parse-agent-config.ts";
import { createAgentSetup } from "../create-agent-setup.ts";
import { collect, ofType } from "../testing/scripted-client.ts";
import { runAgent } from "./run-agent.ts";

const serverPath = fileURLToPath(new URL("../testing/mcp-servers/stdio-server.ts", import.meta.url));
const afternoon = () => Date.UTC(2026, 6, 1, 12, 5);

let hermes: Hermes;
beforeAll(async () => {
  hermes = await Hermes.load();
});
afterAll(() => hermes.dispose());

test.each([
  ["a built-in tool", { builtIns: ["clock"] }, "clock", "Tokyo", "21:05"],
  [
    "a tool of an MCP server",
    {
      builtIns: false,
      mcpServers: { sea: { command: process.execPath, args: [serverPath, "world_clock"], allow: true } },
    },
    "world_clock",
    "Paris",
    "14:05",
  ],
])("the embedded model calls %s and tells its result", async (_, config, name, place, time) => {
  const { setup, warnings, close } = await createAgentSetup(parseAgentConfig(config, "test"), { now: afternoon });
  try {
    expect(warnings).toEqual([]);
    const request = {
      messages: [{ role: "user" as const, content: `What time is it in ${place}?` }],
      thinking: true,
      maxTokens: 100,
      sampling: { temperature: 0 },
    };
    const parts = await collect(runAgent(hermes, request, setup, { approve: async () => "refused" }));
    expect(ofType(parts, "tool-result")).toMatchObject([
      { name, outcome: "done", content: expect.stringContaining(time) },
    ]);
    const [finish] = ofType(parts, "agent-finish");
    expect(finish).toMatchObject({ reason: "answered", rounds: 2 });
    expect(finish?.messages.at(-1)?.content).toContain(`It is ${time} in ${place}`);
  } finally {
    await close();
  }
});

test("a running answer is cancelled within the loop", async () => {
  const { setup } = await createAgentSetup(parseAgentConfig({}, "test"));
  const controller = new AbortController();
  const request = { messages: [{ role: "user" as const, content: "Tell me a story." }], sampling: { temperature: 0 } };
  const parts = [];
  const options = { approve: async () => "refused" as const, signal: controller.signal };
  for await (const part of runAgent(hermes, request, setup, options)) {
    parts.push(part);
    if (part.type === "stream-part") controller.abort();
  }
  expect(parts.at(-1)).toMatchObject({ reason: "cancelled", rounds: 1, messages: [] });
});
