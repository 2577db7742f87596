import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askWeather, type ResponsesNano, report, serveResponses, sum, weather } from "./openai-responses-nano.ts";

let nano: ResponsesNano;
let model: ChatOpenAI;
let thinking: ChatOpenAI;
beforeAll(async () => {
  nano = await serveResponses();
  const settings = {
    model: "nano",
    apiKey: "none",
    temperature: 0,
    maxRetries: 0,
    useResponsesApi: true,
    configuration: { baseURL: `${nano.server.url}v1` },
  };
  model = new ChatOpenAI(settings);
  thinking = new ChatOpenAI({ ...settings, modelKwargs: { thinking: true } });
});
afterAll(() => nano.server.stop());

test("LangChain reads text, whole and streamed, and its counts", async () => {
  const answer = await model.invoke([new HumanMessage(sum)]);
  const { output_text, usage } = await nano.ask();
  expect(answer.text).toBe(output_text);
  expect(answer.usage_metadata).toMatchObject({
    input_tokens: usage!.input_tokens,
    output_tokens: usage!.output_tokens,
  });
  let streamed = "";
  for await (const chunk of await model.stream([new HumanMessage(sum)])) streamed += chunk.text;
  expect(streamed).toBe(output_text);
});

test("LangChain sends thoughts back as it got them", async () => {
  const asked = new HumanMessage(sum);
  const first = await thinking.invoke([asked]);
  expect(first.text).toContain("42");
  expect(first.additional_kwargs.reasoning).toMatchObject({ type: "reasoning", content: [{ type: "reasoning_text" }] });
  const second = await thinking.invoke([asked, first, new HumanMessage("And 17 + 26?")]);
  expect(second.text).toContain("43");
});

test("LangChain runs a tool and tells its result", async () => {
  const { name, description, parameters } = weather;
  const withTools = model.bindTools([{ type: "function", function: { name, description, parameters } }]);
  const asked = new HumanMessage(askWeather.input);
  const called = await withTools.invoke([asked]);
  const [call] = called.tool_calls ?? [];
  expect(call).toMatchObject({ name: "get_weather", args: { city: "Paris" } });
  const result = new ToolMessage({ tool_call_id: call!.id!, content: report });
  expect((await withTools.invoke([asked, called, result])).text).toContain("21");
});
