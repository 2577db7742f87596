import { readFileSync } from "node:fs";
import { Template } from "@huggingface/jinja";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChatMessage, type ProfileName, renderPrompt, THINKING_PROMPT } from "../../../chat/index.ts";
import { conversationSoup } from "../../../chat/prompt/chat-soup.ts";
import type { ChatRequest } from "../../contract.ts";
import { presets } from "../presets.ts";
import { chatBody } from "./chat-body.ts";
import { wireMessages } from "./wire-messages.ts";

const folder = new URL("../../../../test/golden/chat-template/", import.meta.url);
const loadTemplate = (profile: ProfileName) =>
  new Template(readFileSync(new URL(`hermes-4-${profile}.jinja`, folder), "utf8").replace(/\n$/, ""));
const templates = { llama3: loadTemplate("llama3"), chatml: loadTemplate("chatml") };

interface WireCall {
  readonly function: { readonly name: string; readonly arguments: string };
}

/** What vLLM and SGLang do with a body: arguments are parsed, the keywords of the template are passed on. */
function renderAsServer(profile: ProfileName, request: ChatRequest, bosToken: string): string {
  const body = chatBody("m", presets.vllm, request);
  const messages = (body.messages as { tool_calls?: WireCall[] }[]).map((message) => ({
    ...message,
    ...(message.tool_calls === undefined
      ? {}
      : {
          tool_calls: message.tool_calls.map((call) => ({
            ...call,
            function: { ...call.function, arguments: JSON.parse(call.function.arguments) as unknown },
          })),
        }),
  }));
  const { tools = null, chat_template_kwargs: keywords } = body as { tools?: unknown; chat_template_kwargs?: object };
  const variables = { messages, tools, ...keywords, add_generation_prompt: true, bos_token: bosToken };
  return templates[profile].render(variables);
}

/** The template leaves an assistant turn without content and calls open; nothing on the wire can close it. */
function isRenderedAlike(message: ChatMessage): boolean {
  return message.role !== "assistant" || Boolean(message.content) || (message.tool_calls?.length ?? 0) > 0;
}

describe("wireMessages", () => {
  test("the published template prints of them the prompt that we print of the request", () => {
    let compared = 0;
    fc.assert(
      fc.property(conversationSoup, ({ profile, messages, tools, thinking, keepCots }) => {
        fc.pre(messages.every(isRenderedAlike));
        compared++;
        const request: ChatRequest = { messages, ...(tools === null ? {} : { tools }), thinking, keepCots };
        const bosToken = "<|begin_of_text|>";
        const ours = renderPrompt({
          profile,
          messages,
          tools,
          thinking,
          keepCots,
          bosToken,
          addGenerationPrompt: true,
        });
        expect(renderAsServer(profile, request, bosToken)).toBe(ours.text);
      }),
      { seed: 31, numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  const hi = { role: "user", content: "hi" } as const;
  const cases: readonly [name: string, request: ChatRequest, messages: readonly object[]][] = [
    ["plain", { messages: [hi] }, [hi]],
    [
      "thinking without a system message",
      { messages: [hi], thinking: true },
      [{ role: "system", content: THINKING_PROMPT }, hi],
    ],
    [
      "thinking with one",
      { messages: [{ role: "developer", content: "Be brief." }, hi], thinking: true },
      [{ role: "system", content: `${THINKING_PROMPT}\n\nBe brief.` }, hi],
    ],
    [
      "thinking with one that says it already",
      { messages: [{ role: "system", content: `X ${THINKING_PROMPT}` }, hi], thinking: true },
      [{ role: "system", content: `X ${THINKING_PROMPT}` }, hi],
    ],
    [
      "text parts",
      {
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "a" },
              { type: "text", text: "b" },
            ],
          },
        ],
      },
      [{ role: "user", content: "ab" }],
    ],
    [
      "a thought beside the content, kept",
      { messages: [hi, { role: "assistant", reasoning: "R", content: "C" }, hi], keepCots: true },
      [hi, { role: "assistant", content: "<think>\nR\n</think>\nC" }, hi],
    ],
    [
      "a thought beside the content, stripped",
      { messages: [hi, { role: "assistant", reasoning_content: "R", content: "C" }], thinking: true },
      [{ role: "system", content: THINKING_PROMPT }, hi, { role: "assistant", content: "<think> </think>\nC" }],
    ],
    [
      "calls and results without ids are matched in order",
      {
        messages: [
          {
            role: "assistant",
            tool_calls: [{ function: { name: "a" } }, { function: { name: "b", arguments: { x: 1 } } }],
          },
          { role: "tool", content: "1" },
          { role: "function", content: "2" },
        ],
      },
      [
        {
          role: "assistant",
          content: null,
          tool_calls: [
            { id: "call_0", type: "function", function: { name: "a", arguments: "{}" } },
            { id: "call_1", type: "function", function: { name: "b", arguments: '{"x": 1}' } },
          ],
        },
        { role: "tool", tool_call_id: "call_0", content: "1" },
        { role: "tool", tool_call_id: "call_1", content: "2" },
      ],
    ],
    [
      "a message to go on with stays as it is",
      {
        messages: [hi, { role: "assistant", content: "<think>a</think>\nb" }],
        thinking: true,
        continueFinalMessage: true,
      },
      [{ role: "system", content: THINKING_PROMPT }, hi, { role: "assistant", content: "<think>a</think>\nb" }],
    ],
  ];
  test.each(cases)("%s", (_name, request, messages) => {
    expect(wireMessages(request)).toEqual(messages);
  });
});
