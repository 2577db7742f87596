import type { LanguageModelV4 } from "@ai-sdk/provider";
import { HermesError } from "../errors.ts";
import { Hermes, type LoadOptions } from "../hermes.ts";
import { HermesLanguageModel } from "./hermes-language-model.ts";
import type { ModelSource } from "./model-source.ts";

/** Where the models of a provider run. */
export type HermesProviderSettings =
  /** One model that is loaded already; it stays its owner's. */
  | { readonly hermes: Hermes }
  /** Any OpenAI-compatible endpoint; model ids are its names. */
  | ({ readonly baseURL: string } & Omit<LoadOptions, "model">)
  /** This process; model ids are what `Hermes.load` takes: "nano", a folder, a .gguf file, a fetched model. */
  | ({ readonly baseURL?: undefined; readonly hermes?: undefined } & Omit<LoadOptions, "model">);

/** The provider: a function from model ids to models, as the AI SDK has them. */
export interface HermesProvider {
  (modelId?: string): LanguageModelV4;
  readonly specificationVersion: "v4";
  languageModel(modelId: string): LanguageModelV4;
  /** Throws HermesError "unsupported": Hermes 4 makes text only. */
  embeddingModel(modelId: string): never;
  /** Throws HermesError "unsupported". */
  imageModel(modelId: string): never;
  /** Frees the models that this provider has loaded. Harmless when repeated. */
  dispose(): Promise<void>;
}

/** Models load at their first call and stay until `dispose`. */
export function createHermes(settings: HermesProviderSettings = {}): HermesProvider {
  const loaded = new Map<string, Promise<Hermes>>();
  const sourceOf = (modelId: string | undefined): ModelSource => ({
    load: () => {
      if ("hermes" in settings && settings.hermes !== undefined) return Promise.resolve(settings.hermes);
      const key = modelId ?? "";
      const loading = loaded.get(key) ?? Hermes.load(loadOptions(settings, modelId));
      loaded.set(key, loading);
      // A failure is not kept: the next call tries again.
      loading.catch(() => loaded.delete(key));
      return loading;
    },
  });
  const languageModel = (modelId?: string) =>
    new HermesLanguageModel(modelId ?? defaultModelId(settings), sourceOf(modelId));
  const dispose = async (): Promise<void> => {
    const models = [...loaded.values()];
    loaded.clear();
    for (const model of await Promise.allSettled(models)) if (model.status === "fulfilled") await model.value.dispose();
  };
  const others = { embeddingModel: textOnly("embeddings"), imageModel: textOnly("images"), dispose };
  return Object.assign(languageModel, { specificationVersion: "v4", languageModel, ...others } as const);
}

function defaultModelId(settings: HermesProviderSettings): string {
  if ("hermes" in settings && settings.hermes !== undefined) return settings.hermes.modelId;
  return settings.baseURL === undefined ? "nano" : "default";
}

function loadOptions(settings: Exclude<HermesProviderSettings, { hermes: Hermes }>, modelId?: string): LoadOptions {
  const { baseURL, hermes: _hermes, ...rest } = settings as LoadOptions & { baseURL?: string; hermes?: undefined };
  if (baseURL === undefined) return { ...rest, ...(modelId === undefined ? {} : { model: modelId }) };
  const remote = { ...rest.remote, ...(modelId === undefined ? {} : { model: modelId }) };
  return { ...rest, model: baseURL, remote };
}

function textOnly(what: string): (modelId: string) => never {
  return () => {
    const message = `Hermes 4 makes text; it has no model for ${what}.`;
    throw new HermesError("unsupported", message, { what, supported: ["text"] });
  };
}
