import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4StreamResult,
  SharedV4Warning,
} from "@ai-sdk/provider";
import type { ChatRequest } from "../hermes.ts";
import { collectContent } from "./collect-content.ts";
import type { ModelSource } from "./model-source.ts";
import { PartTranslator } from "./part-translator.ts";
import { toRequest } from "./to-request.ts";

/** A model as the AI SDK sees it. */
export class HermesLanguageModel implements LanguageModelV4 {
  readonly specificationVersion = "v4";
  readonly provider = "hermes";
  readonly modelId: string;
  /** None: the model reads text only. */
  readonly supportedUrls = {};
  readonly #source: ModelSource;

  constructor(modelId: string, source: ModelSource) {
    this.modelId = modelId;
    this.#source = source;
  }

  async doGenerate(options: LanguageModelV4CallOptions): Promise<LanguageModelV4GenerateResult> {
    const { request, warnings } = toRequest(options);
    const result = await collectContent(this.#answer(request, options));
    const modelId = (await this.#source.load()).modelId;
    return { ...result, warnings, response: { modelId, timestamp: new Date() } };
  }

  async doStream(options: LanguageModelV4CallOptions): Promise<LanguageModelV4StreamResult> {
    const { request, warnings } = toRequest(options);
    return { stream: ReadableStream.from(this.#tell(request, warnings, options)) };
  }

  /** A failure becomes a part of the stream, as the AI SDK wants it. */
  async *#tell(
    request: ChatRequest,
    warnings: SharedV4Warning[],
    options: LanguageModelV4CallOptions,
  ): AsyncGenerator<LanguageModelV4StreamPart> {
    yield { type: "stream-start", warnings };
    try {
      yield { type: "response-metadata", modelId: (await this.#source.load()).modelId, timestamp: new Date() };
      yield* this.#answer(request, options);
    } catch (error) {
      if (options.abortSignal?.aborted === true) throw error;
      yield { type: "error", error };
    }
  }

  async *#answer(request: ChatRequest, options: LanguageModelV4CallOptions): AsyncGenerator<LanguageModelV4StreamPart> {
    const { abortSignal: signal, includeRawChunks = false } = options;
    signal?.throwIfAborted();
    const model = await this.#source.load();
    const translator = new PartTranslator();
    const streamOptions = { promptProgress: includeRawChunks, ...(signal === undefined ? {} : { signal }) };
    for await (const part of model.stream(request, streamOptions)) {
      if (part.type === "finish") signal?.throwIfAborted();
      if (includeRawChunks) yield { type: "raw", rawValue: part };
      yield* translator.translate(part);
    }
  }
}
