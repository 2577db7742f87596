import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AgentPart, AgentTool, ApprovalAnswer } from "../../agent/index.ts";
import type { ChatMessage, StreamPart } from "../../chat/index.ts";
import { temporaryFolder } from "../../formats/test-files.ts";
import type { ChatRequest } from "../../hermes.ts";
import { call, finish, streamOf, text, thought } from "../test-parts.ts";
import { ChatTools } from "./chat-tools.ts";
import { Conversation } from "./conversation.ts";
import { runSlashCommand } from "./slash-commands.ts";

const tide: AgentTool = {
  tool: { type: "function", function: { name: "tide_table" } },
  source: "sea",
  allowed: false,
  run: async () => ({ content: "6:10", isError: false }),
};
const setup = { tools: [tide], maxRounds: 2, toolTimeoutMs: 1000, resultLength: 1000 };

/** Records the requests and answers with the given parts, one list a turn. */
function startConversation(...answers: (readonly StreamPart[])[]) {
  const requests: ChatRequest[] = [];
  const model = {
    modelId: "test",
    stream(request: ChatRequest) {
      requests.push(request);
      return streamOf(answers[requests.length - 1] ?? [finish("stop")]);
    },
  };
  const runnable = new ChatTools(async () => ({ setup, warnings: ["sea is away"], close: async () => {} }));
  const flags = { model: "nano", thinking: false, maxTokens: 9, seed: 1 };
  const conversation = new Conversation(model, flags, undefined, runnable);
  const ask = (message: string | null) => conversation.answer(message, () => {}, new AbortController().signal);
  return { conversation, requests, ask };
}

const said = (request: ChatRequest | undefined) =>
  request?.messages.map(({ role, content }: ChatMessage) => `${role}: ${content}`);

describe("Conversation", () => {
  test("keeps the turns, thoughts included, and passes the flags on", async () => {
    const { requests, ask } = startConversation([...thought, ...text, finish("stop")]);
    await ask("7 + 5?");
    await ask("Sure?");
    expect(said(requests[1])).toEqual(["user: 7 + 5?", "assistant: It is 12.", "user: Sure?"]);
    expect(requests[1]?.messages[1]?.reasoning).toBe("7 + 5 = 12");
    expect(requests[1]).toMatchObject({ thinking: false, maxTokens: 9, sampling: { seed: 1 } });
  });

  test("forgets a turn that is cancelled", async () => {
    const { requests, ask } = startConversation([...text, finish("cancelled")]);
    await ask("A long story");
    await ask("Hi");
    expect(said(requests[1])).toEqual(["user: Hi"]);
  });

  test("a cancelled answer to a tool result waits for that result again", async () => {
    const { conversation, ask } = startConversation([call, finish("tool-calls")], [...text, finish("cancelled")]);
    await ask("High water in Hull?");
    conversation.addToolResult("6:10");
    await ask(null);
    expect(conversation.openCalls).toBe(1);
  });

  test("forgets a turn that fails", async () => {
    const { requests, ask } = startConversation(text);
    await expect(ask("Hi")).rejects.toThrow();
    await ask("Again");
    expect(said(requests[1])).toEqual(["user: Again"]);
  });

  test("asks again when every call has its result", async () => {
    const { conversation, requests, ask } = startConversation([call, call, finish("tool-calls")]);
    await ask("High water in Hull?");
    expect(conversation.openCalls).toBe(2);
    expect(await runSlashCommand(conversation, '/tool {"at": "6:10"}')).toEqual({
      type: "say",
      text: "1 more to give",
    });
    expect(await runSlashCommand(conversation, "/tool late")).toEqual({ type: "answer" });
    await ask(null);
    expect(said(requests[1])).toEqual([
      "user: High water in Hull?",
      "assistant: null",
      'tool: {"at": "6:10"}',
      "tool: late",
    ]);
    expect(requests[1]?.messages[1]?.tool_calls).toHaveLength(2);
    expect(conversation.openCalls).toBe(0);
  });
});

describe("a conversation with tools that are run", () => {
  async function askWithTools(answer: ApprovalAnswer, ...answers: (readonly StreamPart[])[]) {
    const { conversation, requests } = startConversation(...answers);
    const shown: AgentPart[] = [];
    const controller = new AbortController();
    const approve = async () => answer;
    const show = (part: AgentPart) => {
      shown.push(part);
      if (part.type === "tool-result" && answer === "expired") controller.abort();
    };
    const finish = await conversation.answerWithTools("High water?", setup, approve, show, controller.signal);
    return { conversation, requests, shown, finish };
  }

  test("keeps calls, results and answer", async () => {
    const calls = [...thought, call, finish("tool-calls")];
    const { conversation, requests } = await askWithTools("approved", calls, [...text, finish("stop")]);
    expect(said(requests[1])).toEqual(["user: High water?", "assistant: null", "tool: 6:10"]);
    await conversation.answer("Sure?", () => {}, new AbortController().signal);
    expect(said(requests[2])?.slice(2)).toEqual(["tool: 6:10", "assistant: It is 12.", "user: Sure?"]);
    expect(conversation.openCalls).toBe(0);
    expect(conversation.lastThought).toBeNull();
  });

  test("keeps what tools did when it is stopped, and nothing when nothing was done", async () => {
    const stopped = await askWithTools("expired", [call, finish("tool-calls")]);
    expect(stopped.finish).toMatchObject({ reason: "cancelled", messages: [{}, { role: "tool" }] });
    const nothing = await askWithTools("approved", [...text, finish("cancelled")]);
    await nothing.conversation.answer("Hi", () => {}, new AbortController().signal);
    expect(said(nothing.requests[1])).toEqual(["user: Hi"]);
  });
});

test("results of calls stand in the order of the calls", async () => {
  const other: StreamPart = { ...call, id: "call_2" } as StreamPart;
  const { conversation, requests, ask } = startConversation([call, other, finish("tool-calls")]);
  await ask("Two?");
  conversation.addToolResult("first");
  conversation.addToolResult("second");
  conversation.addToolResult("one too many");
  await ask(null);
  expect(said(requests[1])?.slice(2)).toEqual(["tool: first", "tool: second"]);
});

describe("slash commands", () => {
  test("change the settings of the next turn", async () => {
    const { conversation, requests, ask } = startConversation();
    for (const line of ["/think on", "/keep on", "/fold on", "/system  Be brief. "])
      await runSlashCommand(conversation, line);
    expect(conversation.settings).toMatchObject({ thinking: true, keepCots: true, fold: true, system: "Be brief." });
    await ask("Hi");
    expect(requests[0]).toMatchObject({ thinking: true, keepCots: true });
    expect(said(requests[0])).toEqual(["system: Be brief.", "user: Hi"]);
    for (const line of ["/think off", "/system"]) await runSlashCommand(conversation, line);
    await ask("Hi");
    expect(requests[1]).toMatchObject({ thinking: false });
    expect(requests[1]?.messages[0]?.role).toBe("user");
  });

  test("/tools offers the tools of a file, or none", async () => {
    const { conversation } = startConversation();
    const path = join(temporaryFolder(), "tools.json");
    writeFileSync(path, '[{"type": "function", "function": {"name": "clock"}}]');
    expect(await runSlashCommand(conversation, `/tools ${path}`)).toEqual({ type: "say", text: "tools: clock" });
    expect(conversation.settings.tools).toHaveLength(1);
    await runSlashCommand(conversation, "/tools");
    expect(conversation.settings.tools).toBeUndefined();
  });

  test("/show prints the last thought, /reset forgets the conversation, /exit leaves", async () => {
    const { conversation, requests, ask } = startConversation([...thought, finish("stop")]);
    await ask("7 + 5?");
    expect(await runSlashCommand(conversation, "/show")).toEqual({ type: "say", text: "7 + 5 = 12" });
    await runSlashCommand(conversation, "/reset");
    expect(conversation.lastThought).toBeNull();
    await ask("Hi");
    expect(said(requests[1])).toEqual(["user: Hi"]);
    expect(await runSlashCommand(conversation, "/exit")).toEqual({ type: "exit" });
  });

  test("/agent starts the tools, tells of them, and puts them aside", async () => {
    const { conversation } = startConversation();
    expect(conversation.runnable.setup).toBeNull();
    expect(await runSlashCommand(conversation, "/agent on")).toEqual({
      type: "say",
      text: "sea is away\nsea: tide_table (asks)",
    });
    expect(conversation.runnable.setup).toBe(setup);
    expect(await runSlashCommand(conversation, "/agent off")).toEqual({ type: "say", text: "tools are not run" });
    expect(conversation.runnable.setup).toBeNull();
    expect(await runSlashCommand(conversation, "/agent on")).toEqual({ type: "say", text: "sea: tide_table (asks)" });
  });

  test("/reset forgets which tools run without asking", async () => {
    const { conversation } = startConversation();
    conversation.alwaysAllowed.add("tide_table");
    await runSlashCommand(conversation, "/reset");
    expect(conversation.alwaysAllowed.size).toBe(0);
  });

  test("/help lists every command", async () => {
    const outcome = await runSlashCommand(startConversation().conversation, "/help");
    for (const name of ["think", "keep", "fold", "show", "system", "tools", "tool", "agent", "reset", "help", "exit"]) {
      expect(outcome).toHaveProperty("text", expect.stringContaining(`/${name}`));
    }
  });

  test.each([
    ["/hurry", "there is no command /hurry"],
    ["/", "there is no command /"],
    ["/constructor", "there is no command /constructor"],
    ["/think maybe", "/think is on or off"],
    ["/agent", "/agent is on or off"],
    ["/tool 5", "none is waiting for a result"],
    ["/tools /nowhere.json", "cannot read the tools from /nowhere.json"],
  ])("refuses %s", async (line, message) => {
    await expect(runSlashCommand(startConversation().conversation, line)).rejects.toThrow(message);
  });
});
