import { generateObject, generateText, isStepCount, jsonSchema, Output, streamText, tool } from "ai";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, expect, test } from "vitest";
import { createHermes } from "./index.ts";

const hermes = createHermes();
const model = hermes("nano");
const sum = { model, temperature: 0, maxRetries: 0, maxOutputTokens: 600, prompt: "What is 17 + 25?" } as const;
afterAll(() => hermes.dispose());

interface Sum {
  readonly sum: number;
  readonly unit: "apples" | "pears";
}

const schema = {
  type: "object",
  properties: { sum: { type: "integer", minimum: 0, maximum: 999 }, unit: { enum: ["apples", "pears"] } },
  required: ["sum", "unit"],
  additionalProperties: false,
} as const;
const isSum = new Ajv2020().compile(schema);

const ways = [
  ["no thought", {}, false],
  ["a thought", { thinking: true }, true],
  ["a thought with a budget", { thinkingBudget: 6 }, true],
] as const;

test.each(ways)("generateObject, with %s", async (_name, options, thinks) => {
  const { object, finishReason, reasoning } = await generateObject({
    ...sum,
    schema: jsonSchema<Sum>(schema),
    providerOptions: { hermes: options },
  });
  expect(isSum(object), JSON.stringify(object)).toBe(true);
  expect(finishReason).toBe("stop");
  expect(reasoning !== undefined).toBe(thinks);
});

test.each(ways)("a streamed output, with %s", async (_name, options, thinks) => {
  const stream = streamText({
    ...sum,
    output: Output.object({ schema: jsonSchema<Sum>(schema) }),
    providerOptions: { hermes: options },
  });
  let last: unknown;
  for await (const partial of stream.partialOutputStream) last = partial;
  expect(last).toEqual(await stream.output);
  expect(isSum(last), JSON.stringify(last)).toBe(true);
  expect((await stream.reasoningText) !== undefined).toBe(thinks);
});

test("an output without a schema is any object", async () => {
  const { object } = await generateObject({ ...sum, output: "no-schema" });
  expect(object).toBeTypeOf("object");
  expect(Array.isArray(object)).toBe(false);
});

test("an output that is one of several words", async () => {
  const { output } = await generateText({
    ...sum,
    output: Output.choice({ options: ["forty-two", "something else"] }),
  });
  expect(["forty-two", "something else"]).toContain(output);
});

test("what the AI SDK has no words for", async () => {
  const write = (constraint: unknown) =>
    generateText({ ...sum, providerOptions: { hermes: { constraint: constraint as never } } });
  expect((await write({ type: "regex", pattern: "It is \\d{1,3}\\." })).text).toMatch(/^It is \d{1,3}\.$/);
  expect((await write({ type: "choice", choices: ["forty-two", "no idea"] })).text).toMatch(/^(forty-two|no idea)$/);
  expect((await write({ type: "grammar", grammar: 'root ::= [0-9]{2} "!"' })).text).toMatch(/^\d\d!$/);
  await expect(write({ type: "lark", grammar: "" })).rejects.toMatchObject({ code: "usage" });
  await expect(write("It is")).rejects.toMatchObject({ code: "usage" });
  const both = generateObject({
    ...sum,
    schema: jsonSchema<Sum>(schema),
    providerOptions: { hermes: { constraint: { type: "choice", choices: ["a"] } } },
  });
  await expect(both).rejects.toMatchObject({ code: "usage" });
});

const parameters = {
  type: "object",
  properties: { city: { enum: ["Paris", "Rome"] }, days: { type: "integer", minimum: 1, maximum: 7 } },
  required: ["city", "days"],
  additionalProperties: false,
} as const;
const isWeather = new Ajv2020().compile(parameters);
const execute = async () => "done";
const tools = {
  get_weather: tool({
    description: "Get the weather in a city.",
    strict: true,
    inputSchema: jsonSchema<{ city: string; days: number }>(parameters),
    execute,
  }),
  get_battery: tool({
    description: "Get the battery level.",
    inputSchema: jsonSchema<object>({ type: "object" }),
    execute,
  }),
};

test.each(ways)("a named tool is called, strictly, with %s", async (_name, options) => {
  const call = { ...sum, tools, toolChoice: { type: "tool", toolName: "get_weather" } } as const;
  const { toolCalls, text, finishReason } = await generateText({ ...call, providerOptions: { hermes: options } });
  expect(toolCalls.map(({ toolName }) => toolName)).toEqual(["get_weather"]);
  expect(isWeather(toolCalls[0]!.input), JSON.stringify(toolCalls)).toBe(true);
  expect([text, finishReason]).toEqual(["", "tool-calls"]);
});

test("some tool is called where one must be, and one only where one is enough", async () => {
  const providerOptions = { hermes: { parallelToolCalls: false } };
  const { toolCalls, text } = await generateText({ ...sum, tools, toolChoice: "required", providerOptions });
  expect(toolCalls).toHaveLength(1);
  expect(text).toBe("");
});

test.each(ways)(
  "an output beside tools is calls, or a value that meets the schema, with %s",
  async (_name, options) => {
    const both = { ...sum, tools, output: Output.object({ schema: jsonSchema<Sum>(schema) }) };
    const asked = { ...both, stopWhen: isStepCount(3), providerOptions: { hermes: options } };
    for (const prompt of [sum.prompt, "What is the weather in Rome?"]) {
      const result = await generateText({ ...asked, prompt });
      for (const { text, toolCalls } of result.steps) {
        expect(toolCalls.length > 0 ? text : isSum(JSON.parse(text)), text).toBe(toolCalls.length > 0 ? "" : true);
      }
      if (result.finishReason === "stop") expect(isSum(result.output)).toBe(true);
      else expect(result.finishReason).toBe("tool-calls");
    }
  },
);

test("an output beside a tool that must be called is a call", async () => {
  const both = { ...sum, tools, output: Output.object({ schema: jsonSchema<Sum>(schema) }) };
  const { toolCalls, text } = await generateText({ ...both, toolChoice: { type: "tool", toolName: "get_weather" } });
  expect(isWeather(toolCalls[0]!.input)).toBe(true);
  expect(text).toBe("");
});

test("a schema that cannot be enforced is refused with its place", async () => {
  const odd = { type: "object", properties: { code: { type: "string", pattern: "(?=a)b" } } } as const;
  await expect(generateObject({ ...sum, schema: jsonSchema(odd) })).rejects.toMatchObject({
    code: "schema-unsupported",
    facts: { pointer: expect.stringMatching(/^\/properties\/code/) },
  });
});

test("a limit cuts a value, and the AI SDK says so", async () => {
  const cut = generateObject({ ...sum, maxOutputTokens: 3, schema: jsonSchema<Sum>(schema) });
  await expect(cut).rejects.toMatchObject({ name: "AI_NoObjectGeneratedError", finishReason: "length" });
});
