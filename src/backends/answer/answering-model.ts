import { type ProfileName, type RenderedPrompt, renderPrompt, type Tool } from "../../chat/index.ts";
import type { EngineEvent, GenerateRequest } from "../../engine/index.ts";
import type { GrammarCompiler } from "../../grammar/index.ts";
import { resolveSampling, type SamplingDefaults } from "../../sampling/index.ts";
import type { Tokenizer } from "../../tokenizer/index.ts";
import type { ChatRequest, ModelFacts } from "../contract.ts";
import { checkFields } from "./check-fields.ts";
import { offeredTools } from "./offered-tools.ts";

/** What of a model the way from a request to its parts depends on. */
export interface AnsweringModel {
  readonly tokenizer: Tokenizer;
  /** Of the tokenizer. */
  readonly grammars: GrammarCompiler;
  readonly profile: ProfileName;
  /** First bytes of every prompt; null for none. */
  readonly bosToken: string | null;
  /** Tokens that end an answer, with their text. */
  readonly stopTokens: ReadonlyMap<number, string>;
  /** What the model's files say. */
  readonly samplingDefaults: SamplingDefaults;
}

/** How large a model is. */
export type ModelSize = Pick<ModelFacts, "parameters" | "hiddenSize">;

/** Whatever turns prompt tokens into answer tokens: our engine, or one we speak with. */
export interface TokenGenerator {
  /** Longest prompt plus answer, in tokens. */
  readonly contextLength: number;
  /** As `Engine.generate`. */
  generate(request: GenerateRequest): AsyncIterable<EngineEvent>;
}

/** The prompt of a request, as the model gets it. Throws HermesError "prompt-invalid", and "usage" for a field there is not. */
export function renderRequest(
  request: ChatRequest,
  { profile, bosToken }: Pick<AnsweringModel, "profile" | "bosToken">,
): RenderedPrompt {
  checkFields(request);
  const continueFinalMessage = request.continueFinalMessage ?? false;
  const tools = offeredTools(request);
  return renderPrompt({
    profile,
    bosToken,
    messages: request.messages,
    tools: tools.length === 0 ? null : tools.map(withoutStrict),
    thinking: request.thinking ?? false,
    keepCots: request.keepCots ?? false,
    continueFinalMessage,
    addGenerationPrompt: !continueFinalMessage,
  });
}

/** As the model was trained to read it. */
function withoutStrict(tool: Tool): Tool {
  if (tool?.function?.strict === undefined) return tool;
  const { strict: _strict, ...definition } = tool.function;
  return { ...tool, function: definition };
}

/** Tokens of the prompt of a request; counting ends above `most`. Rejects as `renderRequest` throws. */
export async function countPromptTokens(
  request: ChatRequest,
  model: AnsweringModel,
  most: number | undefined,
): Promise<number> {
  const { segments } = renderRequest(request, model);
  return (await model.tokenizer.encodeSegmentsInSlices(segments, most)).ids.length;
}

/** What is known of a model that runs on this computer. */
export function factsOf(
  engine: ModelFacts["engine"],
  { tokenizer, samplingDefaults }: AnsweringModel,
  { parameters, hiddenSize }: ModelSize,
): ModelFacts {
  const sampling = resolveSampling({}, samplingDefaults);
  return { engine, parameters, vocabularySize: tokenizer.vocabularySize, hiddenSize, sampling };
}
