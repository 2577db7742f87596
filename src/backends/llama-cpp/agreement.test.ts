/** The proof: llama.cpp on nano in F32 says what our engine says in exact arithmetic, over held-out questions. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderPrompt, selectProfile } from "../../chat/index.ts";
import { Engine, type GenerateRequest } from "../../engine/index.ts";
import { environments, heldOutItems } from "../../environments/index.ts";
import { readGgufModel } from "../../formats/index.ts";
import { ThreadModel } from "../../model/index.ts";
import { resolveSampling } from "../../sampling/index.ts";
import { loadTokenizer, type Tokenizer } from "../../tokenizer/index.ts";
import { AnswerController } from "../answer/answer-controller.ts";
import type { TokenGenerator } from "../answer/answering-model.ts";
import { collectStopTokens } from "../answer/stop-tokens.ts";
import type { ChatRequest } from "../contract.ts";
import { createGgufTokenizer } from "./gguf-tokenizer.ts";
import { LlamaCppGenerator } from "./llama-cpp-generator.ts";
import { EngineProcess } from "./process/engine-process.ts";
import { findLibrary } from "./process/find-library.ts";
import { makeNanoGguf, type NanoGguf, nanoFolder } from "./test-nano.ts";
import { libraryFolder } from "./test-runner.ts";

/** Where the two best logits lie this close, the order of float32 sums may decide. */
const CLOSE = 1e-3;
const MOST_TOKENS = 48;
const CONTEXT = 1024;

describe.skipIf(libraryFolder === null)("greedy answers (skipped where node-llama-cpp is not installed)", () => {
  let gguf: NanoGguf;
  let engine: Engine;
  let model: ThreadModel;
  let runner: EngineProcess;
  let generator: LlamaCppGenerator;
  let tokenizer: Tokenizer;
  let vocabularySize: number;

  beforeAll(async () => {
    gguf = makeNanoGguf();
    const { vocabulary } = readGgufModel(gguf.file);
    vocabularySize = vocabulary.tokens.length;
    tokenizer = createGgufTokenizer(vocabulary, gguf.file);
    model = await ThreadModel.load(nanoFolder, { compute: "exact", threads: 1, contextLength: CONTEXT });
    engine = new Engine(model, { speculation: "off" });
    const settings = {
      file: gguf.file,
      library: findLibrary(libraryFolder!),
      gpu: false,
      threads: 1,
      contextLength: CONTEXT,
      exactContext: true,
      sequences: 1,
      cacheDtype: "float32",
    } as const;
    runner = await EngineProcess.start(settings, () => {});
    const restart = () => EngineProcess.start(settings, () => {});
    generator = new LlamaCppGenerator({ runner, restart, contextLength: CONTEXT, vocabularySize, sequences: 1 });
  });
  afterAll(async () => {
    await generator?.dispose();
    await engine?.dispose();
    await model?.dispose();
    gguf?.remove();
  });

  function promptOf(request: ChatRequest): number[] {
    const { profile, bosToken } = selectProfile("llama");
    return tokenizer.encodeSegments(
      renderPrompt({
        profile,
        bosToken,
        messages: request.messages,
        tools: request.tools ?? null,
        thinking: request.thinking ?? false,
        addGenerationPrompt: true,
      }).segments,
    );
  }

  async function answer(from: TokenGenerator, promptTokens: readonly number[]): Promise<number[]> {
    const controller = new AnswerController(tokenizer, {
      stopTokens: collectStopTokens(tokenizer, [], ["<|eot_id|>", "<|end_of_text|>", "<|start_header_id|>"]),
      stopStrings: [],
      thinkingBudget: null,
      thought: null,
      prefill: "",
      start: "answer",
      guard: null,
      finishWithin: null,
    });
    const sampling = resolveSampling({ temperature: 0 });
    const request: GenerateRequest = { promptTokens, controller, sampling, maxTokens: MOST_TOKENS };
    const tokens: number[] = [];
    for await (const event of from.generate(request)) if (event.type === "token") tokens.push(event.token);
    return tokens;
  }

  /** How far apart the two best logits lie behind `tokens`, by llama.cpp. */
  async function gapBehind(tokens: readonly number[]): Promise<number> {
    const step = { sequence: 0, keep: 0, tokens: Uint32Array.from(tokens), logits: { top: 2, tokens: [] } };
    const [first, second] = (await runner.step(step))!.values;
    return first! - second!;
  }

  test("the tokenizer is the model folder's", async () => {
    const ours = await loadTokenizer(nanoFolder);
    const text = "<|begin_of_text|>You are Hermes, created by Nous Research.\n\n12 + 30 <think>Grüße 🇩🇪";
    expect(tokenizer.encode(text)).toEqual(ours.encode(text));
    const segments = [{ text, source: "user" } as const];
    expect(tokenizer.encodeSegments(segments)).toEqual(ours.encodeSegments(segments));
  });

  test("are those of our exact engine", async () => {
    const requests = environments.flatMap((environment) =>
      heldOutItems(environment, 1)
        .slice(0, 3)
        .flatMap(({ item }) => (["plain", "reasoning"] as const).map((mode) => environment.prompt(item, mode))),
    );
    const prompts = requests.map(promptOf).filter((prompt) => prompt.length + MOST_TOKENS <= CONTEXT);
    const ours = await Promise.all(prompts.map((prompt) => answer(engine, prompt)));
    let tokens = 0;
    const gaps: number[] = [];
    for (const [index, prompt] of prompts.entries()) {
      const expected = ours[index]!;
      const theirs = await answer(generator, prompt);
      tokens += theirs.length;
      const split = theirs.findIndex((token, at) => token !== expected[at]);
      if (split >= 0) gaps.push(await gapBehind([...prompt, ...theirs.slice(0, split)]));
      else expect(theirs).toEqual(expected);
    }
    process.stdout.write(
      `llama.cpp and our exact engine: ${prompts.length} greedy answers, ${tokens} tokens, ${gaps.length} splits` +
        `${gaps.length > 0 ? ` (gaps ${gaps.map((gap) => gap.toExponential(1)).join(", ")})` : ""}\n`,
    );
    expect(prompts.length).toBeGreaterThanOrEqual(60);
    for (const gap of gaps) expect(gap).toBeLessThan(CLOSE);
  });
});
