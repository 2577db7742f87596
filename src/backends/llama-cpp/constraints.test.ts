import { expect, test } from "vitest";
import { GrammarCompiler } from "../../grammar/index.ts";
import { collectStopTokens } from "../answer/stop-tokens.ts";
import { collectAnswer } from "../collect-answer.ts";
import type { ChatRequest } from "../contract.ts";
import { createTestTokenizer } from "../native/test-model.ts";
import { question } from "../testing/conversations.ts";
import { LlamaCppBackend } from "./llama-cpp-backend.ts";
import { LlamaCppGenerator } from "./llama-cpp-generator.ts";
import type { StepRunner } from "./process/engine-process.ts";
import type { EngineStep } from "./process/protocol.ts";

const tokenizer = createTestTokenizer();

/** An engine that likes a token the better the higher its id; it gives no more logits than it is asked for. */
function createLadder(): StepRunner & { readonly steps: EngineStep[] } {
  const steps: EngineStep[] = [];
  const ids = Uint32Array.from(
    { length: tokenizer.vocabularySize },
    (_, index) => tokenizer.vocabularySize - 1 - index,
  );
  return {
    facts: { contextLength: 4096, gpu: false },
    steps,
    death: null,
    async step(step) {
      steps.push(step);
      if (step.logits === null) return null;
      const tokens = step.logits === "all" ? ids : ids.subarray(0, step.logits.top);
      return { tokens, values: Float32Array.from(tokens, (id) => id / 10) };
    },
    async kill() {},
  } as StepRunner & { readonly steps: EngineStep[] };
}

async function ask(request: Partial<ChatRequest>) {
  const runner = createLadder();
  const contextLength = 4096;
  const backend = new LlamaCppBackend({
    modelId: "ladder",
    size: { parameters: null, hiddenSize: null },
    contextLength,
    generator: new LlamaCppGenerator({
      runner,
      restart: async () => runner,
      contextLength,
      vocabularySize: tokenizer.vocabularySize,
      sequences: 1,
    }),
    tokenizer,
    grammars: new GrammarCompiler(tokenizer),
    profile: "llama3",
    bosToken: "<|begin_of_text|>",
    stopTokens: collectStopTokens(tokenizer, [], ["<|eot_id|>"]),
    samplingDefaults: { temperature: 0 },
    weightBytes: 0,
    gpu: false,
    warnings: [],
  });
  const answer = await collectAnswer(backend.stream({ ...question, ...request }));
  await backend.dispose();
  return { answer, wishes: runner.steps.flatMap(({ logits }) => (logits === null ? [] : [logits])) };
}

test("under a constraint llama.cpp is asked for all logits, and our masks choose among them", async () => {
  const { answer, wishes } = await ask({ constraint: { type: "choice", choices: ["abc", "xbc", "xyz"] } });
  expect(answer).toMatchObject({ content: "xyz", finishReason: "stop" });
  expect(wishes.length).toBeGreaterThan(0);
  expect(new Set(wishes)).toEqual(new Set(["all"]));
});

test("free text with tools needs a few logits only, until a call begins", async () => {
  const tools = [{ type: "function", function: { name: "a" } }] as const;
  const { wishes } = await ask({ tools, maxTokens: 4 });
  expect(wishes[0]).toMatchObject({ top: expect.any(Number) });
  const { answer } = await ask({ tools, toolChoice: "required", parallelToolCalls: false });
  expect(answer.toolCalls).toMatchObject([{ name: "a", arguments: expect.stringMatching(/^\{\s*\}$/) }]);
});

test("an answer is whole within its tokens, or is told to be cut", async () => {
  const request = { constraint: { type: "regex", pattern: "z+a" }, maxTokens: 4 } as const;
  const { answer } = await ask({ ...request, finishWithinBudget: true });
  expect(answer).toMatchObject({ content: "zzza", finishReason: "stop" });
  expect((await ask(request)).answer.finishReason).toBe("length");
});
