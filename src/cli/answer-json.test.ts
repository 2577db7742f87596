import { expect, test } from "vitest";
import { renderAnswerJson } from "./answer-json.ts";
import { streamAnswer } from "./stream-answer.ts";
import { call, finish, streamOf, text, thought } from "./test-parts.ts";

test("an answer as one object, with OpenAI's spelling of the finish reason", async () => {
  const answer = await streamAnswer(streamOf([...thought, ...text, call, finish("tool-calls")]), () => {});
  expect(renderAnswerJson(answer, 1234.56)).toEqual({
    reasoning: "7 + 5 = 12",
    content: "It is 12.",
    tool_calls: [{ name: "tide_table", arguments: '{"10": 1.50,\n "2": "two\\nlines"}' }],
    invalid_tool_calls: [],
    diagnostics: [],
    finish_reason: "tool_calls",
    thinking_budget_reached: false,
    usage: { prompt_tokens: 30, completion_tokens: 20, reasoning_tokens: 8, cached_tokens: 10 },
    timings: {
      load_ms: 1234.6,
      prompt_ms: 100,
      decode_ms: 400,
      // 20 of the 30 prompt tokens were computed.
      prompt_tokens_per_second: 200,
      decode_tokens_per_second: 50,
    },
  });
});

test("what is absent is null", async () => {
  const answer = await streamAnswer(streamOf([finish("stop")]), () => {});
  expect(renderAnswerJson(answer, 0)).toMatchObject({ reasoning: null, content: null, tool_calls: [] });
});

test("a stream that breaks off is a failure, never an answer", async () => {
  await expect(streamAnswer(streamOf(text), () => {})).rejects.toThrow("without a finish part");
});
