import type { ChatCompletionMessageParam, ChatCompletionTool } from "openai/resources/chat/completions";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { joinChunks, type OpenAiNano, question, serveNano, type Thought } from "./openai-nano.ts";

let nano: OpenAiNano;
beforeAll(async () => {
  nano = await serveNano();
});
afterAll(() => nano.server.stop());

function tool(name: string, description: string, properties: Record<string, object> = {}): ChatCompletionTool {
  return { type: "function", function: { name, description, parameters: { type: "object", properties } } };
}

const weather = tool("get_weather", "Get the weather in a city.", { city: { type: "string" } });
const clock = tool("get_time", "Get the local time of a city.", { city: { type: "string" } });
const battery = tool("get_battery", "Get the battery level.");
const askWeather = { messages: question("What is the weather in Paris?"), tools: [weather] };
const askTwo = {
  messages: question("What is the weather in Paris? Also: What time is it in Rome?"),
  tools: [weather, clock],
};

describe("calls", () => {
  test.each([false, true])("one, with thinking %s", async (thinking) => {
    const { message, finish_reason } = (await nano.ask({ ...askWeather, thinking })).choices[0]!;
    expect(finish_reason).toBe("tool_calls");
    expect(message.content).toBeNull();
    expect(message.tool_calls).toMatchObject([{ type: "function", function: { name: "get_weather" } }]);
    const [call] = message.tool_calls!;
    expect(call!.id).toMatch(/^call_\w+$/);
    expect(call!.type === "function" && JSON.parse(call!.function.arguments)).toEqual({ city: "Paris" });
    expect("reasoning" in message).toBe(thinking);
  });

  test("two", async () => {
    const { message } = (await nano.ask(askTwo)).choices[0]!;
    expect(message.tool_calls!.map((call) => call.type === "function" && call.function.name)).toEqual([
      "get_weather",
      "get_time",
    ]);
    expect(new Set(message.tool_calls!.map(({ id }) => id)).size).toBe(2);
  });

  test("none where none is needed", async () => {
    const { message, finish_reason } = (await nano.ask({ messages: question("What is 3 + 4?"), tools: [weather] }))
      .choices[0]!;
    expect(message).toMatchObject({ content: "3 + 4 = 7" });
    expect(message).not.toHaveProperty("tool_calls");
    expect(finish_reason).toBe("stop");
  });

  test("without parameters have an empty object, streamed as well", async () => {
    const body = { messages: question("How full is the battery?"), tools: [battery] };
    const { message } = (await nano.ask(body)).choices[0]!;
    expect(message.tool_calls).toMatchObject([{ function: { name: "get_battery", arguments: "{}" } }]);
    const { calls } = joinChunks(await nano.chunks(body));
    expect(calls.map((call) => call.function?.arguments).join("")).toBe("{}");
  });

  test("none where the model is not told of tools", async () => {
    const { message } = (await nano.ask({ ...askWeather, tool_choice: "none" })).choices[0]!;
    expect(message).not.toHaveProperty("tool_calls");
    expect(message.content).not.toBe("");
  });

  test("not more than one where calls may not be parallel; the rest is not computed", async () => {
    const both = await nano.ask(askTwo);
    const one = await nano.ask({ ...askTwo, parallel_tool_calls: false });
    expect(one.choices[0]!.message.tool_calls).toHaveLength(1);
    expect(one.choices[0]!.finish_reason).toBe("tool_calls");
    expect(one.usage!.completion_tokens).toBeLessThan(both.usage!.completion_tokens);
    const { calls, finishReason } = joinChunks(await nano.chunks({ ...askTwo, parallel_tool_calls: false }));
    expect(calls).toHaveLength(1);
    expect(finishReason).toBe("tool_calls");
  });
});

describe("streamed calls", () => {
  test("have index, id, type and name once, and arguments that are one JSON text", async () => {
    const { calls, finishReason } = joinChunks(await nano.chunks({ ...askTwo, thinking: true }));
    expect(finishReason).toBe("tool_calls");
    expect(calls.map(({ index }) => index)).toEqual([0, 1]);
    for (const call of calls) {
      expect(call).toMatchObject({ id: expect.stringMatching(/^call_/), type: "function" });
      expect(JSON.parse(call.function!.arguments!)).toHaveProperty("city");
    }
  });

  test("are the same as in the whole answer, but for their ids", async () => {
    const { message } = (await nano.ask(askTwo)).choices[0]!;
    const { calls } = joinChunks(await nano.chunks(askTwo));
    expect(calls.map((call) => call.function)).toEqual(
      message.tool_calls!.map((call) => "function" in call && call.function),
    );
  });

  test("are taken by the client's helper", async () => {
    const stream = nano.client.chat.completions.stream({ model: "nano", temperature: 0, ...askTwo });
    const done: string[] = [];
    stream.on("tool_calls.function.arguments.done", ({ name, arguments: json }) => done.push(`${name} ${json}`));
    const answer = await stream.finalChatCompletion();
    expect(done).toEqual(['get_weather {"city": "Paris"}', 'get_time {"city": "Rome"}']);
    expect(answer.choices[0]!.message.tool_calls).toHaveLength(2);
  });
});

test.each([false, true])("a result becomes an answer; the thought goes back and forth: %s", async (thinking) => {
  const first = (await nano.ask({ ...askWeather, thinking })).choices[0]!.message as ChatCompletionMessageParam &
    Thought;
  const calls = "tool_calls" in first ? (first.tool_calls ?? []) : [];
  const messages: ChatCompletionMessageParam[] = [
    ...askWeather.messages,
    first,
    { role: "tool", tool_call_id: calls[0]!.id, content: '{"temperature": 21, "condition": "sunny"}' },
  ];
  const second = (await nano.ask({ ...askWeather, messages, thinking, keep_cots: true })).choices[0]!;
  expect(second.message.content).toBe("It is 21 degrees and sunny in Paris.");
  expect(second.finish_reason).toBe("stop");
});

test("the client runs a loop of tools by itself", async () => {
  const runner = nano.client.chat.completions.runTools({
    model: "nano",
    temperature: 0,
    messages: askWeather.messages,
    tools: [
      {
        type: "function",
        function: {
          name: "get_weather",
          description: "Get the weather in a city.",
          parameters: { type: "object", properties: { city: { type: "string" } } },
          parse: JSON.parse,
          function: ({ city }: { city: string }) => {
            expect(city).toBe("Paris");
            return '{"temperature": 21, "condition": "sunny"}';
          },
        },
      },
    ],
  });
  expect(await runner.finalContent()).toBe("It is 21 degrees and sunny in Paris.");
});
