import fc from "fast-check";
import { expect, test } from "vitest";
import { answerSoup } from "../../chat/output/tag-soup.ts";
import type { ChatBackend, ChatRequest } from "../contract.ts";
import { createRecitingBackend } from "../native/test-model.ts";
import { question } from "../testing/conversations.ts";
import { type JoinedAnswer, joinParts } from "../testing/joined-parts.ts";
import { loadRemoteBackend } from "./load-remote-backend.ts";
import type { RemoteMode } from "./presets.ts";
import { startRecitingEndpoint } from "./testing/reciting-endpoint.ts";

const tools: NonNullable<ChatRequest["tools"]> = [
  { type: "function", function: { name: "a" } },
  { type: "function", function: { name: "b", parameters: { type: "object" } } },
];

async function ask(backend: ChatBackend, request: ChatRequest): Promise<JoinedAnswer> {
  const parts = [];
  for await (const part of backend.stream(request)) parts.push(part);
  await backend.dispose();
  return joinParts(parts);
}

async function askRemote(text: string, mode: RemoteMode, request: ChatRequest): Promise<JoinedAnswer> {
  const endpoint = await startRecitingEndpoint(text, { chat: "tags" });
  const answer = await ask(await loadRemoteBackend({ baseUrl: endpoint.baseUrl, mode }), request);
  await endpoint.close();
  return answer;
}

const settings = fc.record({
  thinking: fc.boolean(),
  thinkingBudget: fc.option(fc.nat(12), { nil: undefined }),
  maxTokens: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
  stop: fc.constantFrom<string[]>([], ["text"], ["}\n", "a", "</"]),
  hasTools: fc.boolean(),
});

/** The text, as a model writes it whose calls are well-formed; null where it would go on and on in one. */
async function written(text: string): Promise<string | null> {
  const { finish } = await ask(createRecitingBackend(text), { ...question, tools, maxTokens: 300 });
  return finish.reason === "length" ? null : finish.raw;
}

test("what the native backend makes of any text, the remote one makes of it over a socket", async () => {
  await fc.assert(
    fc.asyncProperty(
      answerSoup,
      settings,
      fc.constantFrom<RemoteMode>("completions", "chat"),
      async (soup, given, mode) => {
        const { hasTools, thinkingBudget, maxTokens, ...rest } = given;
        const text = hasTools ? await written(soup) : soup;
        fc.pre(text !== null);
        const request: ChatRequest = {
          ...question,
          ...rest,
          ...(hasTools ? { tools } : {}),
          // A thought may end with the limit of the request or with its budget; which tokens count is told apart elsewhere.
          ...(thinkingBudget === undefined ? (maxTokens === undefined ? {} : { maxTokens }) : { thinkingBudget }),
        };
        const native = await ask(createRecitingBackend(text), request);
        // Where a limit cuts a character, the native backend shows that, and a server that sends text does not.
        fc.pre(!native.finish.raw.includes("\ufffd"));
        const remote = await askRemote(text, mode, request);
        expect(remote.parts).toEqual(native.parts);
        expect(remote.diagnostics).toEqual(native.diagnostics);
        expect(remote.finish).toMatchObject({
          reason: native.finish.reason,
          raw: native.finish.raw,
          thinkingBudgetReached: native.finish.thinkingBudgetReached,
        });
      },
    ),
    { seed: 51, numRuns: 150 },
  );
});
