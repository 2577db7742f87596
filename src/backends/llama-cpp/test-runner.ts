/** For tests: stand-ins for the engine's process, and where node-llama-cpp is installed for development. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { HermesError } from "../../errors.ts";
import { GrammarCompiler } from "../../grammar/index.ts";
import { collectStopTokens } from "../answer/stop-tokens.ts";
import { createTestTokenizer } from "../native/test-model.ts";
import { Recital } from "../testing/recital.ts";
import { LlamaCppBackend } from "./llama-cpp-backend.ts";
import { LlamaCppGenerator } from "./llama-cpp-generator.ts";
import type { StepRunner } from "./process/engine-process.ts";
import type { EngineStep, StepLogits } from "./process/protocol.ts";

/** `build/peer` is where the comparison with llama.cpp installs it. */
const peerFolder = fileURLToPath(new URL("../../../build/peer", import.meta.url));

/** Where node-llama-cpp is; null where it is not installed. */
export const libraryFolder = existsSync(`${peerFolder}/node_modules/node-llama-cpp/package.json`) ? peerFolder : null;

/** Gives the largest logit to one token after another of a script (see Recital). */
export class ScriptedRunner implements StepRunner {
  readonly facts = { contextLength: 4096, gpu: false } as const;
  readonly steps: EngineStep[] = [];
  readonly #recital: Recital;
  #death: HermesError | null = null;
  #alive = true;

  constructor(script: readonly number[]) {
    this.#recital = new Recital(script);
  }

  get death(): HermesError | null {
    return this.#death;
  }

  get alive(): boolean {
    return this.#alive;
  }

  async step(step: EngineStep): Promise<StepLogits | null> {
    if (this.#death !== null) throw this.#death;
    this.steps.push(step);
    this.#recital.hear(step.tokens);
    if (step.logits === null) return null;
    const token = this.#recital.say();
    return { tokens: Uint32Array.of(token), values: Float32Array.of(100) };
  }

  /** As if its process had been killed. */
  crash(): HermesError {
    const facts = { what: "the GGUF engine", signal: "SIGSEGV", exitCode: null };
    this.#death = new HermesError("engine-crashed", "crashed on purpose", facts);
    return this.#death;
  }

  async kill(): Promise<void> {
    this.#alive = false;
  }
}

/** A backend whose engine says `text`. */
export function createRecitingLlamaCpp(text: string): LlamaCppBackend {
  const tokenizer = createTestTokenizer();
  const runner = new ScriptedRunner([...tokenizer.encode(text), tokenizer.idOf("<|eot_id|>")!]);
  const contextLength = runner.facts.contextLength;
  return new LlamaCppBackend({
    modelId: "reciter",
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
    stopTokens: collectStopTokens(tokenizer, [], ["<|eot_id|>", "<|end_of_text|>", "<|start_header_id|>"]),
    samplingDefaults: { temperature: 0 },
    weightBytes: 0,
    gpu: false,
    warnings: [],
  });
}
