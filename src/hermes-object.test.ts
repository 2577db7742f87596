import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { Hermes } from "./hermes.ts";

describe("schemas of zod, with nano", () => {
  let hermes: Hermes;
  beforeAll(async () => {
    hermes = await Hermes.load();
  });
  afterAll(() => hermes.dispose());

  const messages = [{ role: "user" as const, content: "What is 17 + 25?" }];
  const sum = z.strictObject({ sum: z.int().min(0).max(999), certain: z.boolean() });

  test("a value with its type", async () => {
    const { value, answer } = await hermes.object({ messages, sampling: { seed: 1 } }, sum);
    expectTypeOf(value).toEqualTypeOf<{ sum: number; certain: boolean }>();
    expect(sum.parse(JSON.parse(answer.content!))).toEqual(value);
  });

  test("of a plain JSON Schema, and behind a thought", async () => {
    const schema = { type: "object", properties: { sum: { type: "integer" } }, required: ["sum"], maxProperties: 1 };
    const asked = { messages, thinking: true, sampling: { temperature: 0 }, maxTokens: 400 };
    const { value, answer } = await hermes.object(asked, schema);
    expectTypeOf(value).toBeUnknown();
    expect(value).toEqual({ sum: expect.any(Number) });
    expect(answer.reasoning).not.toBeNull();
  });

  test("what the library makes of the value", async () => {
    const day = z.strictObject({ day: z.enum(["2026-11-23"]).transform((text) => new Date(text)) });
    const { value } = await hermes.object({ messages }, day);
    expect(value.day).toEqual(new Date("2026-11-23"));
  });

  test("the schema stands at the end of the system message, unless it shall not", async () => {
    const seen: string[] = [];
    const own = [{ role: "system" as const, content: "Be brief." }, ...messages];
    const prompts = { stream: hermes.stream };
    hermes.stream = (request, options) => {
      seen.push(hermes.renderPrompt(request).text);
      return prompts.stream.call(hermes, request, options);
    };
    try {
      await hermes.object({ messages: own, sampling: { seed: 1 } }, sum);
      await hermes.object({ messages: own, schemaInPrompt: false, sampling: { seed: 1 } }, sum);
    } finally {
      hermes.stream = prompts.stream;
    }
    expect(seen[0]).toMatch(/Be brief\.\n\n[^\n]+\n<schema>\n\{"type":"object",.*\}\n<\/schema>/);
    expect(seen[1]).not.toContain("<schema>");
  });

  test("what is no value is an error with the text that came", async () => {
    const long = z.string().min(500);
    await expect(hermes.object({ messages, maxTokens: 8 }, long)).rejects.toMatchObject({
      code: "object-invalid",
      facts: { reason: "length", text: expect.any(String) },
    });
    const never = z.strictObject({ sum: z.int() }).refine(() => false, "not this time");
    await expect(hermes.object({ messages }, never)).rejects.toMatchObject({
      code: "object-invalid",
      message: expect.stringContaining("not this time"),
      facts: { reason: "stop", text: expect.stringContaining('"sum"') },
    });
  });

  test("tools by schema are the same as by JSON Schema", () => {
    const parameters = z.strictObject({ city: z.string() });
    const tool = (given: object) => ({ type: "function" as const, function: { name: "weather", parameters: given } });
    const plain = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
    const rendered = (given: object) => hermes.renderPrompt({ messages, tools: [tool(given) as never] }).text;
    expect(rendered(parameters)).toBe(rendered({ ...plain, additionalProperties: false }));
  });

  test("and hold the calls", async () => {
    const parameters = z.strictObject({ city: z.enum(["Rome", "Bonn"]) });
    const tools = [{ type: "function" as const, function: { name: "weather", parameters } }];
    const { toolCalls } = await hermes.chat({ messages, tools, toolChoice: "required", parallelToolCalls: false });
    expect(parameters.parse(JSON.parse(toolCalls[0]!.arguments))).toBeTruthy();
  });
});
