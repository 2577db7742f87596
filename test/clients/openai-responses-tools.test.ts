import type { ResponseInput, ResponseOutputItem } from "openai/resources/responses/responses";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askWeather, callsOf, type ResponsesNano, report, serveResponses, weather } from "./openai-responses-nano.ts";

let nano: ResponsesNano;
beforeAll(async () => {
  nano = await serveResponses();
});
afterAll(() => nano.server.stop());

/** The conversation behind a call: question, answer as the client has it, result. */
function withResult(output: readonly object[]): ResponseInput {
  const [call] = callsOf(output as readonly ResponseOutputItem[]);
  const result = { type: "function_call_output", call_id: call!.call_id, output: report };
  return [{ role: "user", content: askWeather.input }, ...output, result] as ResponseInput;
}

test.each([false, true])("calls go to the client and their results back, thinking %s", async (thinking) => {
  const { output } = await nano.ask({ ...askWeather, thinking });
  const [call] = callsOf(output);
  expect(call).toMatchObject({ name: "get_weather", status: "completed" });
  expect(call!.call_id).toMatch(/^call_/);
  expect(JSON.parse(call!.arguments)).toEqual({ city: "Paris" });
  const answered = await nano.ask({ tools: [weather], thinking, input: withResult(output) });
  expect(answered.output_text).toContain("21");
  expect(answered.output_text).toContain("sunny");
});

test("an answer comes back as the client's own helper has it", async () => {
  const { output } = await nano.gather(askWeather);
  expect((await nano.ask({ tools: [weather], input: withResult(output) })).output_text).toContain("21");
});

test("the events of a call hold its arguments once", async () => {
  const events = await nano.events(askWeather);
  const deltas = events.flatMap((event) => (event.type === "response.function_call_arguments.delta" ? [event] : []));
  const [done] = events.flatMap((event) => (event.type === "response.function_call_arguments.done" ? [event] : []));
  expect(deltas.map(({ delta }) => delta).join("")).toBe(done!.arguments);
  expect(JSON.parse(done!.arguments)).toEqual({ city: "Paris" });
});

test("there are no calls where none are wanted", async () => {
  expect(callsOf((await nano.ask({ ...askWeather, tool_choice: "none" })).output)).toEqual([]);
});
