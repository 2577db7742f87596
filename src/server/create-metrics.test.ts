import { afterAll, beforeAll, expect, test } from "vitest";
import { Hermes } from "../hermes.ts";
import { createMetrics } from "./create-metrics.ts";
import { nanoServer } from "./testing/nano-server.ts";

let hermes: Hermes;
beforeAll(async () => {
  hermes = await Hermes.load();
});
afterAll(() => hermes.dispose());

/** The samples of Prometheus text, by name and labels. */
function samples(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
  );
}

const label = '{model_name="nano"}';

test("the names that dashboards read, with the figures of what was answered", async () => {
  const server = await nanoServer({ metrics: true }, hermes);
  const body = { messages: [{ role: "user", content: "What is 17 + 25?" }], temperature: 0 };
  const answers = [
    await server.ask("/v1/chat/completions", { ...body, thinking: true }),
    await server.ask("/v1/chat/completions", { ...body, thinking: true, thinking_budget: 3 }),
    await server.ask("/v1/chat/completions", { ...body, max_tokens: 2 }),
  ] as { usage: Record<string, number> & { completion_tokens_details: Record<string, number> } }[];
  const sum = (read: (usage: (typeof answers)[number]["usage"]) => number | undefined) =>
    answers.reduce((total, { usage }) => total + (read(usage) ?? Number.NaN), 0);

  const response = await server.app.request("http://localhost/metrics");
  expect(response.headers.get("content-type")).toContain("text/plain");
  const found = samples(await response.text());
  const expected: Record<string, number> = {
    [`vllm:prompt_tokens_total${label}`]: sum((usage) => usage.prompt_tokens),
    [`vllm:generation_tokens_total${label}`]: sum((usage) => usage.completion_tokens),
    [`hermes:reasoning_tokens_total${label}`]: sum((usage) => usage.completion_tokens_details.reasoning_tokens),
    [`hermes:budget_exhausted_total${label}`]: 1,
    [`vllm:prefix_cache_queries_total${label}`]: sum((usage) => usage.prompt_tokens),
    [`vllm:time_to_first_token_seconds_count${label}`]: 3,
    [`vllm:e2e_request_latency_seconds_count${label}`]: 3,
    [`vllm:num_requests_running${label}`]: 0,
    [`vllm:num_requests_waiting${label}`]: 0,
    [`vllm:kv_cache_usage_perc${label}`]: 0,
    'vllm:request_success_total{finished_reason="stop",model_name="nano"}': 2,
    'vllm:request_success_total{finished_reason="length",model_name="nano"}': 1,
  };
  for (const [name, value] of Object.entries(expected)) expect([name, found.get(name)]).toEqual([name, value]);
  expect(found.get(`vllm:prefix_cache_hits_total${label}`)).toBeGreaterThan(0);
  expect(found.get(`vllm:inter_token_latency_seconds_count${label}`)).toBeGreaterThan(3);
  for (const name of ["draft", "accepted"]) {
    expect(found.get(`vllm:spec_decode_num_${name}_tokens_total${label}`)).toBeGreaterThanOrEqual(0);
  }
});

test("gauges show what runs now", async () => {
  const server = await nanoServer({ metrics: true }, hermes);
  const parts = hermes.stream({ messages: [{ role: "user", content: "What is 17 + 25?" }], thinking: true });
  const iterator = parts[Symbol.asyncIterator]();
  await iterator.next();
  const found = samples(await server.core.metrics.render());
  expect(found.get(`vllm:num_requests_running${label}`)).toBe(1);
  expect(found.get(`vllm:kv_cache_usage_perc${label}`)).toBeGreaterThan(0);
  await iterator.return?.();
});

test("what constraints cost and save", async () => {
  const server = await nanoServer({ metrics: true }, hermes);
  const look = async () => samples(await (await server.app.request("http://localhost/metrics")).text());
  const before = await look();
  const ask = (schema: object) =>
    server.ask("/v1/chat/completions", {
      messages: [{ role: "user", content: "What is 17 + 25?" }],
      max_tokens: 40,
      response_format: { type: "json_schema", json_schema: { name: "answer", schema } },
    });
  const schema = {
    type: "object",
    properties: { answer: { type: "integer" } },
    required: ["answer"],
    maxProperties: 1,
  };
  await ask(schema);
  await ask(schema);
  await expect(ask({ type: "string", enum: [4] })).rejects.toThrow("status 400");
  const after = await look();
  const rise = (name: string, labels = label) => {
    const key = `hermes:grammar_${name}${labels}`;
    return (after.get(key) ?? Number.NaN) - (before.get(key) ?? 0);
  };
  expect([rise("cache_hits_total"), rise("cache_misses_total")]).toEqual([1, 2]);
  expect(rise("refused_total", '{code="schema-unsupported",model_name="nano"}')).toBe(1);
  expect(rise("forced_tokens_total")).toBeGreaterThan(0);
  expect(rise("compile_seconds_count")).toBe(1);
  expect(rise("compile_seconds_sum")).toBeGreaterThan(0);
  expect(rise("mask_seconds_count")).toBeGreaterThan(0);
  expect(rise("mask_seconds_bucket", '{le="+Inf",model_name="nano"}')).toBe(rise("mask_seconds_count"));
  expect(await look()).toEqual(after);
});

test("the first end of an answer counts, and a failure is one", async () => {
  const metrics = createMetrics({ state: { status: "ready", hermes }, waiting: 4 });
  const answer = metrics.answerStarted();
  answer.tokensArrived(1);
  answer.tokensArrived(3);
  answer.finished("error", null, null, false);
  answer.finished("stop", null, null, false);
  const found = samples(await metrics.render());
  expect(found.get('vllm:request_success_total{finished_reason="error",model_name="nano"}')).toBe(1);
  expect(found.get('vllm:request_success_total{finished_reason="stop",model_name="nano"}')).toBeUndefined();
  expect(found.get(`vllm:inter_token_latency_seconds_count${label}`)).toBe(3);
  expect(found.get(`vllm:num_requests_waiting${label}`)).toBe(4);
});

test("without the option there are none, and the answer says how to have them", async () => {
  const server = await nanoServer({}, hermes);
  const response = await server.app.request("http://localhost/metrics");
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: { code: "metrics_off" } });
});
