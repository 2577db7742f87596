import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseOutput } from "../output/output-parser.ts";
import { answerSoup, cutAt } from "../output/tag-soup.ts";
import { workedExamples } from "../output/worked-examples.ts";
import type { StreamPart, TokenLogprob } from "../stream-part.ts";
import { toMessage } from "./answer-message.ts";
import { collectMessage } from "./collect-message.ts";
import { finishReasonOf } from "./finish-reason.ts";
import { createMessageStream, type MessageStreamOptions } from "./message-stream.ts";

type ParserOptions = Omit<MessageStreamOptions, "createCallId">;

function streamParts(pieces: readonly string[], options: ParserOptions = {}): StreamPart[] {
  let calls = 0;
  const createCallId = () => {
    calls += 1;
    return `call_${calls}`;
  };
  const stream = createMessageStream({ ...options, createCallId });
  return [...pieces.flatMap((piece) => stream.push(piece)), ...stream.finish()];
}

async function streamedMessage(pieces: readonly string[], options?: ParserOptions) {
  const { reasoning, content, toolCalls, invalidToolCalls } = await collectMessage(streamParts(pieces, options));
  return {
    reasoning,
    content,
    toolCalls: toolCalls.map(({ name, arguments: args }) => ({ name, arguments: args })),
    invalidToolCalls,
  };
}

describe("toMessage", () => {
  const cases: readonly [string, string, string | null, string | null][] = [
    ["line breaks next to a thought are markup", "<think>\r\n\nA\n</think>\n\nB\n", "A", "B\n"],
    ["an empty thought is no missing one", "<think>\n\n</think>\n\n", "", null],
    ["without markup nothing is trimmed", "\nA\n", null, "\nA\n"],
    ["only line breaks, no markup", "\n\n", null, "\n\n"],
    ["spaces are no line breaks", "<think> A </think> B ", " A ", " B "],
    ["parts around a call are joined by one line feed", 'A\n\n<tool_call>{"name":"a"}</tool_call>\nB', null, "A\nB"],
    [
      "empty parts leave no joint",
      'A<tool_call>{"name":"a"}</tool_call>\n<tool_call>{"name":"b"}</tool_call>B',
      null,
      "A\nB",
    ],
    ["an invalid block is no content", "A\n<tool_call>oops</tool_call>\n", null, "A"],
    ["text behind an open call", '<tool_call>{"name":"a"}\nB\n', null, "B\n"],
    ["nothing", "", null, null],
  ];
  test.each(cases)("%s", async (_name, text, reasoning, content) => {
    expect(toMessage(parseOutput(text).parts)).toMatchObject({ reasoning, content });
    expect(await streamedMessage([text])).toMatchObject({ reasoning, content });
  });

  test("lists calls and invalid blocks in order", () => {
    const text =
      '<tool_call>{"name":"a","arguments":{"x": 1.0}}</tool_call><tool_call>?</tool_call><tool_call>{"name":"b"}</tool_call>';
    const message = toMessage(parseOutput(text).parts);
    expect(message.toolCalls).toEqual([
      { name: "a", arguments: '{"x": 1.0}' },
      { name: "b", arguments: "{}" },
    ]);
    expect(message.invalidToolCalls).toEqual([{ raw: "<tool_call>?</tool_call>", reason: "not-json" }]);
  });
});

describe("createMessageStream", () => {
  test("sends thought, text and calls in order", () => {
    const text = '<think>\nA\n</think>\nB\n<tool_call>\n{"name": "c", "arguments": {}}\n</tool_call>';
    expect(streamParts([text])).toEqual([
      { type: "reasoning-delta", text: "A" },
      { type: "reasoning-end", closed: true },
      { type: "text-delta", text: "B" },
      { type: "tool-call", id: "call_1", name: "c", arguments: "{}", notes: [] },
    ]);
  });

  test("sends a call as soon as its object is whole, and holds back no more text than it must", () => {
    const stream = createMessageStream({ createCallId: () => "call_x" });
    expect(stream.push("Hi there\n")).toEqual([{ type: "text-delta", text: "Hi there" }]);
    expect(stream.push("<tool_call>\n{")).toEqual([]);
    expect(stream.push('"name": "a"}')).toMatchObject([{ type: "tool-call", name: "a", arguments: "{}" }]);
  });

  test("knows whether it is inside the thought", () => {
    const stream = createMessageStream({ createCallId: () => "call_x" });
    expect(stream.insideThought).toBe(false);
    stream.push("<think>hm");
    expect(stream.insideThought).toBe(true);
    stream.push("</think>");
    expect(stream.insideThought).toBe(false);
  });

  test("tells which stretch of the answer every part is made of", () => {
    fc.assert(
      fc.property(answerSoup, fc.array(fc.nat(200)), (text, cuts) => {
        let passed = 0;
        const logprobsOf = (start: number, end: number): readonly TokenLogprob[] => {
          expect(start).toBeGreaterThanOrEqual(passed);
          passed = end;
          return [{ token: 0, text: text.slice(start, end), bytes: null, logprob: 0, top: [] }];
        };
        for (const part of streamParts(cutAt(text, cuts), { logprobsOf })) {
          if (!("logprobs" in part)) continue;
          const stretch = part.logprobs![0]!.text;
          if (part.type === "tool-call") expect(stretch).toMatch(/\{.*\}$/s);
          // Behind markup a part begins with a line feed that joins it to the one before.
          else expect([part.text, part.text.replace(/^\n/, "")]).toContain(stretch);
        }
      }),
      { seed: 42, numRuns: 1500 },
    );
  });

  test.each(workedExamples.map((example) => [example.name, example] as const))(
    "%s",
    async (_name, { input, options }) => {
      const whole = toMessage(parseOutput(input, options).parts);
      for (let cut = 0; cut <= input.length; cut += 1) {
        expect(await streamedMessage([input.slice(0, cut), input.slice(cut)], options)).toEqual(whole);
      }
    },
  );

  test("agrees with toMessage on any text and any cuts", async () => {
    await fc.assert(
      fc.asyncProperty(
        answerSoup,
        fc.array(fc.nat(200)),
        fc.constantFrom("answer", "reasoning", "content"),
        async (text, cuts, start) => {
          const whole = toMessage(parseOutput(text, { start }).parts);
          expect(await streamedMessage(cutAt(text, cuts), { start })).toEqual(whole);
        },
      ),
      { seed: 41, numRuns: 1500 },
    );
  });
});

test.each([
  ["the limit wins", { limitReached: true, toolCalls: 1 }, "length"],
  ["then calls", { limitReached: false, toolCalls: 2 }, "tool-calls"],
  ["then stop", { limitReached: false, toolCalls: 0 }, "stop"],
] as const)("finish reason: %s", (_name, ending, reason) => {
  expect(finishReasonOf(ending)).toBe(reason);
});
