import type { RenderedPrompt } from "../chat/index.ts";
import { HermesError } from "../errors.ts";
import type { GrammarStats } from "../grammar/index.ts";
import type { ChatBackend, ChatRequest } from "./contract.ts";
import { type LlamaCppBackendOptions, loadLlamaCppBackend } from "./llama-cpp/load-llama-cpp-backend.ts";
import { type LoadProgress, loadNativeBackend, type NativeBackendOptions } from "./native/load-native-backend.ts";
import { loadRemoteBackend } from "./remote/load-remote-backend.ts";
import type { RemoteBackendOptions } from "./remote/options.ts";

/** A backend in this package: it also shows its prompts and says what it holds. */
export interface OpenedBackend extends ChatBackend {
  /** Bytes of the weights on this computer; 0 where they are elsewhere. */
  readonly weightBytes: number;
  /** What is odd about the model's files or the endpoint. */
  readonly warnings: readonly string[];
  /** The prompt of a request, as the model gets it; in chat mode, as the endpoint should render it. Throws "prompt-invalid". */
  renderPrompt(request: ChatRequest): RenderedPrompt;
  /**
   * Tokens of that prompt, counted in slices of a few milliseconds; counting ends above `most`. Rejects with "prompt-invalid", and
   * "unsupported" where the tokenizer is elsewhere.
   */
  countPromptTokens(request: ChatRequest, most?: number): Promise<number>;
  /** What the grammars of answers have cost and saved; left out where they are enforced elsewhere. */
  grammarStats?(): GrammarStats;
}

type NativeOnly = Pick<NativeBackendOptions, "compute" | "cacheTokens">;
type Local = Pick<NativeBackendOptions, "threads" | "cacheDtype">;

/** How a model is run. Each kind of model takes some of these and refuses the others by name. */
export interface OpenOptions extends NativeOnly, Local {
  /** What messages and answers call the model. Not for an endpoint, which names its models itself. */
  readonly modelId?: string;
  /** A shorter context than the model's own. Tokens. */
  readonly contextLength?: number;
  /** Further settings of a GGUF model. */
  readonly gguf?: Pick<LlamaCppBackendOptions, "gpu" | "parallel" | "libraryFolder">;
  /** Further settings of an endpoint. */
  readonly remote?: Omit<RemoteBackendOptions, "baseUrl" | "contextLength">;
  readonly onProgress?: (progress: LoadProgress) => void;
}

type Setting = keyof OpenOptions;

/** One kind of model, by what stands for it. */
interface Kind {
  readonly name: string;
  readonly takes: ReadonlySet<Setting>;
  matches(location: string): boolean;
  open(location: string, options: OpenOptions): Promise<OpenedBackend>;
}

const endpoint: Kind = {
  name: "an endpoint",
  takes: new Set(["contextLength", "remote"]),
  matches: (location) => /^https?:\/\//i.test(location),
  open: (baseUrl, { contextLength, remote }) =>
    loadRemoteBackend({ ...remote, baseUrl, ...(contextLength === undefined ? {} : { contextLength }) }),
};

const ggufFile: Kind = {
  name: "a GGUF file",
  takes: new Set(["modelId", "contextLength", "threads", "cacheDtype", "gguf", "onProgress"]),
  matches: (location) => /\.gguf$/i.test(location),
  // The loader itself refuses an int8 cache by name.
  open: (file, { gguf, ...rest }) => loadLlamaCppBackend({ ...gguf, ...(rest as LlamaCppBackendOptions), file }),
};

const checkpointFolder: Kind = {
  name: "a folder of safetensors",
  takes: new Set(["modelId", "contextLength", "threads", "cacheDtype", "compute", "cacheTokens", "onProgress"]),
  matches: () => true,
  open: (folder, options) => loadNativeBackend({ ...options, folder }),
};

/** Tried in this order. */
const kinds: readonly Kind[] = [endpoint, ggufFile, checkpointFolder];

/**
 * Opens whatever `location` stands for: an http(s) address of an OpenAI-compatible API, a .gguf file, or a model folder in Hugging
 * Face layout. Throws HermesError "usage" for a setting that this kind of model does not take; else as its loader.
 */
export async function openBackend(location: string, options: OpenOptions = {}): Promise<OpenedBackend> {
  const kind = kinds.find(({ matches }) => matches(location))!;
  const given = (Object.keys(options) as Setting[]).filter((setting) => options[setting] !== undefined);
  const refused = given.find((setting) => !kind.takes.has(setting) && setting !== "onProgress");
  if (refused === undefined) {
    return kind.open(location, Object.fromEntries(given.map((setting) => [setting, options[setting]])) as OpenOptions);
  }
  const message = `${refused} does not go with ${kind.name}; it takes ${[...kind.takes].join(", ")}.`;
  throw new HermesError("usage", message, { argument: refused });
}
