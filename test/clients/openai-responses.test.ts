import type { Response as ClientResponse, ResponseInput } from "openai/resources/responses/responses";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { question } from "./openai-nano.ts";
import {
  askWeather,
  type ResponsesBody,
  type ResponsesNano,
  serveResponses,
  sum,
  thoughtOf,
} from "./openai-responses-nano.ts";

let nano: ResponsesNano;
beforeAll(async () => {
  nano = await serveResponses();
});
afterAll(() => nano.server.stop());

/** Without what differs from one answer to the next. */
function essence({ output, status, usage }: Pick<ClientResponse, "output" | "status" | "usage">): unknown {
  const items = output.map((item) => ({ ...item, id: "", ...("call_id" in item ? { call_id: "" } : {}) }));
  const { input_tokens, output_tokens, output_tokens_details } = usage!;
  return { items, status, input_tokens, output_tokens, output_tokens_details };
}

const answers: { name: string; body: ResponsesBody; kinds: string[] }[] = [
  { name: "text", body: {}, kinds: ["message"] },
  { name: "a thought", body: { reasoning: { effort: "max" } }, kinds: ["reasoning", "message"] },
  { name: "a thought that is hidden", body: { thinking: true, include_reasoning: false }, kinds: ["message"] },
  { name: "a budget", body: { thinking_token_budget: 6 }, kinds: ["reasoning", "message"] },
  { name: "a call", body: askWeather, kinds: ["function_call"] },
  { name: "a call behind a thought", body: { ...askWeather, thinking: true }, kinds: ["reasoning", "function_call"] },
  { name: "a limit", body: { max_output_tokens: 3 }, kinds: ["message"] },
  { name: "a limit inside the thought", body: { thinking: true, max_output_tokens: 3 }, kinds: ["reasoning"] },
];

describe("streamed, gathered by the client, and whole, an answer is the same", () => {
  test.each(answers)("$name", async ({ body, kinds }) => {
    const whole = await nano.ask(body);
    const events = await nano.events(body);
    const gathered = await nano.gather(body);
    expect(whole.output.map(({ type }) => type)).toEqual(kinds);
    const last = events.at(-1)!;
    expect(last).toHaveProperty("response");
    expect(essence((last as { response: ClientResponse }).response)).toEqual(essence(whole));
    expect(gathered.output_text).toBe(whole.output_text);
    expect(gathered.status).toBe(whole.status);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
  });
});

describe("a response", () => {
  test("says of its request what the client's types promise", async () => {
    const response = await nano.ask({ metadata: { a: "b" }, instructions: "Be brief.", user: "u" });
    expect(response).toMatchObject({
      object: "response",
      status: "completed",
      model: "nano",
      error: null,
      incomplete_details: null,
      instructions: "Be brief.",
      metadata: { a: "b" },
      user: "u",
      temperature: 0,
      top_p: 0.95,
      tool_choice: "auto",
      tools: [],
      parallel_tool_calls: true,
      previous_response_id: null,
      store: false,
      truncation: "disabled",
      text: { format: { type: "text" } },
    });
    expect(response.id).toMatch(/^resp_[0-9a-f]{32}$/);
    expect(response.output[0]!.id).toMatch(/^msg_/);
    expect(response.usage!.total_tokens).toBe(response.usage!.input_tokens + response.usage!.output_tokens);
    expect(Math.abs(response.created_at - Date.now() / 1000)).toBeLessThan(60);
  });

  test("says what the chat route says", async () => {
    const body = { model: "nano", temperature: 0, messages: question(sum), thinking: true };
    const { message } = (await nano.client.chat.completions.create(body)).choices[0]!;
    const response = await nano.ask({ thinking: true });
    expect(message).toMatchObject({ content: response.output_text, reasoning_content: thoughtOf(response) });
  });

  test("counts its thought, which stands in an item of its own", async () => {
    const response = await nano.ask({ reasoning: { effort: "max" } });
    expect(response.output_text).toContain("42");
    expect(thoughtOf(response)).not.toBe("");
    expect(response.output[0]).toMatchObject({ type: "reasoning", summary: [], status: "completed" });
    expect(response.usage!.output_tokens_details.reasoning_tokens).toBeGreaterThan(5);
    expect(response.reasoning!.effort).toBe("max");
  });

  test("says that a budget closed its thought", async () => {
    const response = await nano.ask({ thinking_token_budget: 6 });
    expect(response.usage!.output_tokens_details.reasoning_tokens).toBeLessThanOrEqual(6);
    expect(response).toMatchObject({ hermes: { thinking: true, thinking_budget: 6, thinking_budget_reached: true } });
  });

  test("is incomplete where a limit ended it", async () => {
    expect(await nano.ask({ max_output_tokens: 3 })).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      output: [{ status: "incomplete" }],
      usage: { output_tokens: 3 },
    });
    expect((await nano.events({ max_output_tokens: 3 })).at(-1)!.type).toBe("response.incomplete");
  });

  test("has log-probabilities beside its text", async () => {
    const { output } = await nano.ask({ top_logprobs: 2, include: ["message.output_text.logprobs"] });
    const [content] = output[0]!.type === "message" ? output[0]!.content : [];
    if (content?.type !== "output_text") throw new Error(`expected text, got ${content?.type}`);
    expect(content.logprobs!.map(({ token }) => token).join("")).toContain(content.text);
    expect(content.logprobs!.every(({ top_logprobs }) => top_logprobs.length === 2)).toBe(true);
  });
});

describe("thoughts", () => {
  test("of earlier answers stay in the prompt where they are wanted", async () => {
    const first = await nano.ask({ thinking: true });
    const input = [{ role: "user", content: sum }, ...first.output, { role: "user", content: "And 17 + 26?" }];
    const promptTokens = async (context: "all_turns" | "current_turn") => {
      const reasoning = { effort: "max" as const, context };
      return (await nano.ask({ input: input as ResponseInput, reasoning, max_output_tokens: 1 })).usage!.input_tokens;
    };
    const difference = (await promptTokens("all_turns")) - (await promptTokens("current_turn"));
    expect(difference).toBeGreaterThan(first.usage!.output_tokens_details.reasoning_tokens / 2);
  });

  test("can be ended while they run", async () => {
    const [token] = nano.hermes.tokens!.encode("</think>", { parseSpecial: true, addSpecial: false });
    const endless = { thinking: true, max_output_tokens: 400, logit_bias: { [token!]: -100 } };
    let id = "";
    let asked: unknown = null;
    let last: unknown = null;
    for await (const event of await nano.stream({ ...endless, reasoning_control: true })) {
      if (event.type === "response.created") id = event.response.id;
      if (event.type === "response.reasoning_text.delta") {
        asked ??= await nano.client.post("/chat/completions/control", { body: { id, action: "reasoning_end" } });
      }
      last = event;
    }
    expect(asked).toEqual({ success: true });
    expect(last).toMatchObject({
      response: { output: [{ type: "reasoning", status: "completed" }, { type: "message" }] },
    });
  });
});

test("a client that goes away frees its place in the engine", async () => {
  const { hermes } = nano;
  const ends = hermes.tokens!.encode("<|eot_id|><|end_of_text|>", { parseSpecial: true, addSpecial: false });
  const before = hermes.stats()!.generatedTokens;
  const logit_bias = Object.fromEntries(ends.map((token) => [token, -100]));
  for await (const event of await nano.stream({ logit_bias })) {
    if (event.type === "response.output_text.delta") break;
  }
  await expect.poll(() => hermes.stats()!.running).toBe(0);
  expect(hermes.stats()!.generatedTokens - before).toBeLessThan(hermes.contextLength / 2);
});
