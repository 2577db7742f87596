/** Constraints beside everything else the engine does: guesses, reused prompts, several answers at once, thoughts ended from outside. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Engine } from "../../engine/index.ts";
import { GrammarCompiler } from "../../grammar/index.ts";
import { ThreadModel } from "../../model/index.ts";
import { loadTokenizer, type Tokenizer } from "../../tokenizer/index.ts";
import { collectStopTokens } from "../answer/stop-tokens.ts";
import { collectAnswer } from "../collect-answer.ts";
import type { ChatRequest } from "../contract.ts";
import { ThoughtControl } from "../thought-control.ts";
import { NativeBackend } from "./native-backend.ts";

const folder = "models/nano";
const items = { type: "array", items: { enum: ["red", "green", "blue"] }, minItems: 6, maxItems: 9 };
const constraint = {
  type: "json-schema",
  schema: { type: "object", properties: { items }, required: ["items"] },
} as const;
const messages = [{ role: "user" as const, content: "Sort these words: red, green, blue, red, green, blue." }];
const request: ChatRequest = { messages, constraint, maxTokens: 300, sampling: { temperature: 0 } };

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = await loadTokenizer(folder);
});

async function open(speculation: "on" | "off"): Promise<NativeBackend> {
  const model = await ThreadModel.load(folder, { threads: 1 }, {});
  return new NativeBackend({
    modelId: "nano",
    size: { parameters: null, hiddenSize: null },
    engine: new Engine(model, { speculation }),
    tokenizer,
    grammars: new GrammarCompiler(tokenizer),
    profile: "llama3",
    bosToken: "<|begin_of_text|>",
    stopTokens: collectStopTokens(tokenizer, [], ["<|eot_id|>", "<|end_of_text|>", "<|start_header_id|>"]),
    samplingDefaults: { temperature: 0 },
    weightBytes: 0,
    warnings: [],
    release: () => model.dispose(),
  });
}

let plain: NativeBackend;
let guessing: NativeBackend;
beforeAll(async () => {
  [plain, guessing] = [await open("off"), await open("on")];
});
afterAll(async () => {
  await plain.dispose();
  await guessing.dispose();
});

test("guesses change nothing, and are made", async () => {
  const [alone, guessed] = [await collectAnswer(plain.stream(request)), await collectAnswer(guessing.stream(request))];
  expect(guessed.raw).toBe(alone.raw);
  expect(JSON.parse(alone.content!).items.length).toBeGreaterThanOrEqual(6);
  expect(guessing.stats().acceptedTokens).toBeGreaterThan(0);
});

test("a prompt that is computed already gives the same answer", async () => {
  const [first, again] = [await collectAnswer(plain.stream(request)), await collectAnswer(plain.stream(request))];
  expect(again.usage.cachedTokens).toBeGreaterThan(0);
  expect(again.raw).toBe(first.raw);
});

test("several answers at once keep each to its own constraint, as they do alone", async () => {
  const requests = Array.from({ length: 6 }, (_, seed): ChatRequest => {
    const other = { type: "choice", choices: [`red ${seed}`, `blue ${seed}`] } as const;
    return { ...request, constraint: seed % 2 === 0 ? constraint : other, sampling: { temperature: 1, seed } };
  });
  const together = await Promise.all(requests.map((each) => collectAnswer(plain.stream(each))));
  for (const [seed, answer] of together.entries()) {
    expect(answer.raw).toBe((await collectAnswer(plain.stream(requests[seed]!))).raw);
    if (seed % 2 === 1) expect(answer.content).toMatch(new RegExp(`^(red|blue) ${seed}$`));
  }
});

test("a thought that is ended from outside is followed by the value", async () => {
  const thought = new ThoughtControl();
  const parts = plain.stream({ ...request, thinking: true }, { thought });
  const answer = await collectAnswer(
    (async function* () {
      for await (const part of parts) {
        if (part.type === "reasoning-delta") thought.end();
        yield part;
      }
    })(),
  );
  expect(answer.thoughtEndedByCaller).toBe(true);
  expect(JSON.parse(answer.content!)).toHaveProperty("items");
});

test("tokens that could only be what they are have the probability 1", async () => {
  const choices = ["the colour is red", "the colour is blue"];
  const asked = { ...request, constraint: { type: "choice", choices }, logprobs: 1 } as const;
  const answer = await collectAnswer(plain.stream(asked));
  expect(answer.logprobs!.map(({ text }) => text).join("")).toBe(answer.content);
  const forced = answer.logprobs!.filter(({ top }) => top.length === 0);
  expect(forced.length).toBeGreaterThan(1);
  expect(forced.every(({ logprob }) => logprob === 0)).toBe(true);
});

test("a text to continue keeps to a constraint as well", async () => {
  const completing = plain.complete({ prompt: "One and one is", constraint: { type: "regex", pattern: " \\d{3}!" } });
  const answer = await collectAnswer(completing);
  expect(answer).toMatchObject({ content: expect.stringMatching(/^ \d{3}!$/), finishReason: "stop" });
});
