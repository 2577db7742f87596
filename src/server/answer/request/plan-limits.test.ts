import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Hermes } from "../../../hermes.ts";
import type { Caller } from "../../contract.ts";
import type { GivenServerOptions } from "../../resolve-options.ts";
import { nanoServer } from "../../testing/nano-server.ts";
import { planText } from "../text/text-plan.ts";
import { type ChatPlan, planChat } from "./chat-plan.ts";

let hermes: Hermes;
beforeAll(async () => {
  hermes = await Hermes.load();
});
afterAll(() => hermes.dispose());

const messages = [{ role: "user", content: "What is 2 + 3?" }];
const nobody: Caller = { keyName: null, cacheSalt: undefined };
const somebody: Caller = { keyName: "ada", cacheSalt: "salt-of-ada" };

async function plan(
  body: object,
  options: GivenServerOptions = {},
  caller = nobody,
  model = hermes,
): Promise<ChatPlan> {
  const { core } = await nanoServer(options, model);
  return planChat({ body: { messages, ...body }, caller }, core);
}

/** The model as if it were at an endpoint. */
function atEndpoint(): Hermes {
  const facts = { ...hermes.facts, engine: "endpoint" };
  const changed: Readonly<Record<string | symbol, unknown>> = { facts, tokens: null };
  return new Proxy(hermes, {
    get: (target, name) => (name in changed ? changed[name] : Reflect.get(target, name, target)),
  });
}

describe("a server's limits", () => {
  test.each<[string, object, GivenServerOptions["limits"], string, RegExp]>([
    [
      "messages",
      { messages: [...messages, ...messages] },
      { messages: 1 },
      "messages",
      /has 2 entries; this server accepts 1\./,
    ],
    ["tools", { tools: [{}, {}] }, { tools: 1 }, "tools", /accepts 1\./],
    ["choices", { n: 3 }, { choices: 2 }, "n", /at most 2 choices/],
    ["tokens of the prompt", {}, { promptTokens: 5 }, "messages", /has at least \d+ tokens; this server accepts 5\./],
    ["tokens of the answer", { max_tokens: 9 }, { answerTokens: 8 }, "max_tokens", /is 9; .* at most 8 tokens/],
    [
      "tokens of the answer, newer name",
      { max_completion_tokens: 9 },
      { answerTokens: 8 },
      "max_completion_tokens",
      /is 9/,
    ],
  ])("%s", async (_name, body, limits = {}, param, message) => {
    const refusal = plan(body, { limits });
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toMatchObject({ facts: { status: 400, param } });
  });

  test("hold for answers that ask for nothing, text as well", async () => {
    expect((await plan({}, { limits: { answerTokens: 8 } })).request.maxTokens).toBe(8);
    const { core } = await nanoServer({ limits: { answerTokens: 8 } }, hermes);
    expect((await planText({ body: { prompt: "a" }, caller: nobody }, core)).requests[0]!.maxTokens).toBe(8);
  });

  test("are shares for efforts", async () => {
    const { thought } = await plan({ reasoning_effort: "medium" }, { limits: { answerTokens: 80 } });
    expect(thought.budget).toBe(40);
  });
});

describe("whose prompt it is", () => {
  test.each<[string, Caller, object, string | undefined]>([
    ["nobody's", nobody, {}, undefined],
    ["a key's", somebody, {}, "salt-of-ada"],
    ["the body's", nobody, { cache_salt: "x" }, "x"],
    ["a key's, parted by the body", somebody, { cache_salt: "x" }, "salt-of-ada/x"],
  ])("%s", async (_name, caller, body, salt) => {
    expect((await plan(body, {}, caller)).request.cacheSalt).toBe(salt);
  });
});

test("the server's sampling gives way to the body's, field by field", async () => {
  const defaults = { sampling: { temperature: 0.1, topK: 5 } };
  const { request } = await plan({ temperature: 0.9, top_k: -1 }, { defaults });
  expect(request.sampling).toEqual({ temperature: 0.9, topK: 0 });
  expect((await plan({}, { defaults })).request.sampling).toEqual(defaults.sampling);
});

describe("in front of an endpoint", () => {
  test("an effort only switches, a budget is passed on", async () => {
    const { request } = await plan({ reasoning_effort: "low", max_tokens: 100 }, {}, nobody, atEndpoint());
    expect(request.thinking).toBe(true);
    expect(request).not.toHaveProperty("thinkingBudget");
    expect((await plan({ thinking_budget: 9 }, {}, nobody, atEndpoint())).request.thinkingBudget).toBe(9);
  });

  test("a key's salt is not passed on, since the endpoint may not know salts", async () => {
    expect((await plan({}, {}, somebody, atEndpoint())).request).not.toHaveProperty("cacheSalt");
    expect((await plan({ cache_salt: "x" }, {}, somebody, atEndpoint())).request.cacheSalt).toBe("x");
  });

  test("timings ask for no scores", async () => {
    const body = { stream: true, timings_per_token: true };
    expect((await plan(body)).request.logprobs).toBe(0);
    expect((await plan(body, {}, nobody, atEndpoint())).request).not.toHaveProperty("logprobs");
  });

  test("a limit on prompts cannot be checked and does not stop them", async () => {
    await expect(plan({}, { limits: { promptTokens: 5 } }, nobody, atEndpoint())).resolves.toBeDefined();
  });
});
