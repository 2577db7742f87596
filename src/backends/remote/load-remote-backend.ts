import { HermesError, isHermesError } from "../../errors.ts";
import { Endpoint } from "./http/endpoint.ts";
import { formatOfModel } from "./known-models.ts";
import { type ListedModel, readModelList } from "./model-list.ts";
import { isInTheClear, type RemoteBackendOptions, resolveEndpoint } from "./options.ts";
import { detectPreset, type Preset, presets, type RemoteMode } from "./presets.ts";
import { RemoteBackend } from "./remote-backend.ts";

/**
 * Connects to an OpenAI-compatible endpoint: asks for its models, so that a wrong address, a dead server or a bad key shows at once.
 * Throws HermesError "usage" or "remote-failed".
 */
export async function loadRemoteBackend(options: RemoteBackendOptions): Promise<RemoteBackend> {
  const settings = resolveEndpoint(options);
  const endpoint = new Endpoint(settings);
  try {
    const models = await listModels(endpoint, options);
    const model = chooseModel(models, options.model);
    const name = options.preset ?? detectPreset(settings.baseUrl, model.ownedBy);
    const preset: Preset = { ...presets[name], ...options.dialect };
    const mode = chooseMode(preset, options.mode);
    return new RemoteBackend({
      endpoint,
      preset,
      mode,
      modelId: model.id,
      size: model,
      contextLength: options.contextLength ?? model.contextLength ?? Number.POSITIVE_INFINITY,
      ...formatOfModel(model.id, options.profile, mode === "completions"),
      warnings: [
        ...(isInTheClear(settings) ? ["The key is sent unencrypted to another machine; use https."] : []),
        ...(models.length > 0 && !models.includes(model) ? [`The endpoint does not list the model ${model.id}.`] : []),
      ],
    });
  } catch (error) {
    await endpoint.close();
    throw error;
  }
}

/** Not every endpoint lists its models; who names one can do without. */
async function listModels(endpoint: Endpoint, { model }: RemoteBackendOptions): Promise<readonly ListedModel[]> {
  try {
    return await readModelList(endpoint, new AbortController().signal);
  } catch (error) {
    const hasNoList = isHermesError(error, "remote-failed") && [404, 405, 501].includes(error.facts.status ?? 0);
    if (model === undefined || !hasNoList) throw error;
    return [];
  }
}

const UNKNOWN = { contextLength: null, parameters: null, vocabularySize: null, hiddenSize: null } as const;

function chooseModel(models: readonly ListedModel[], wanted: string | undefined): ListedModel {
  const listed = wanted === undefined ? models : models.filter(({ id }) => id === wanted);
  if (listed.length === 1) return listed[0]!;
  if (wanted !== undefined) return { ...UNKNOWN, id: wanted, ownedBy: models[0]?.ownedBy ?? null };
  const names = models.slice(0, 10).map(({ id }) => id);
  const found =
    models.length === 0 ? "none" : `${models.length}: ${names.join(", ")}${models.length > 10 ? ", …" : ""}`;
  const message = `Which model? The endpoint lists ${found}. Name one: remote.model, on the command line --served.`;
  throw new HermesError("usage", message, { argument: "model" });
}

function chooseMode(preset: Preset, wanted: RemoteMode | undefined): RemoteMode {
  if (wanted !== undefined && wanted !== "completions" && wanted !== "chat") {
    const message = `mode is ${JSON.stringify(wanted)}; expected "completions" or "chat".`;
    throw new HermesError("usage", message, { argument: "mode" });
  }
  const mode = wanted ?? preset.mode;
  if (mode === "chat" || !("missing" in preset.completions)) return mode;
  const message = `mode "completions" does not go with ${preset.title}: ${preset.completions.missing}. Use mode "chat".`;
  throw new HermesError("usage", message, { argument: "mode" });
}
