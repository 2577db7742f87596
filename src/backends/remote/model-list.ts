import type { Endpoint } from "./http/endpoint.ts";

export interface ListedModel {
  readonly id: string;
  readonly ownedBy: string | null;
  /** Tokens; null where the server does not say. */
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
  if (typeof entry !== "object" || entry === null) return [];
  const { id, owned_by: ownedBy, max_model_len: vllm, context_length: router, meta } = entry as Record<string, unknown>;
  if (typeof id !== "string") return [];
  const trained = typeof meta === "object" && meta !== null ? (meta as Record<string, unknown>).n_ctx : undefined;
  const length = [vllm, router, trained].find((value) => Number.isSafeInteger(value) && (value as number) > 0);
  return [{ id, ownedBy: typeof ownedBy === "string" ? ownedBy : null, contextLength: (length as number) ?? null }];
}
