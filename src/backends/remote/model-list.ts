import type { ModelFacts } from "../contract.ts";
import type { Endpoint } from "./http/endpoint.ts";

/** Null where the server does not say. */
export interface ListedModel extends Pick<ModelFacts, "parameters" | "vocabularySize" | "hiddenSize"> {
  readonly id: string;
  readonly ownedBy: string | null;
  /** Tokens. */
  readonly contextLength: number | null;
}

/** The endpoint's models. Throws HermesError "remote-failed". */
export async function readModelList(endpoint: Endpoint, signal: AbortSignal): Promise<readonly ListedModel[]> {
  const list = await endpoint.getJson("/models", signal);
  if (!Array.isArray(list.data)) {
    const message = `answered with no list of models (${Object.keys(list).join(", ")}). Is this an OpenAI-compatible API?`;
    throw endpoint.reporter.create(endpoint.urlOf("/models"), "not-the-protocol", message);
  }
  return list.data.flatMap((entry: unknown) => readModel(entry));
}

function readModel(entry: unknown): ListedModel[] {
  const { id, owned_by: ownedBy, max_model_len: vllm, context_length: router, meta } = fieldsOf(entry);
  if (typeof id !== "string") return [];
  // llama.cpp's form; what stands under `hermes` is our own server's.
  const { n_ctx: served, n_params: parameters, n_vocab: vocabularySize, n_embd: hiddenSize, hermes } = fieldsOf(meta);
  const lengths = [vllm, router, served, fieldsOf(hermes).contextLength].map(countOf);
  return [
    {
      id,
      ownedBy: typeof ownedBy === "string" ? ownedBy : null,
      contextLength: lengths.find((length) => length !== null) ?? null,
      parameters: countOf(parameters),
      vocabularySize: countOf(vocabularySize),
      hiddenSize: countOf(hiddenSize),
    },
  ];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function countOf(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : null;
}
