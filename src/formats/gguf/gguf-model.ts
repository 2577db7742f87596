import { statSync } from "node:fs";
import { HermesError } from "../../errors.ts";
import { quoteName } from "../quote-name.ts";
import { GgufFields } from "./gguf-fields.ts";
import { listParts } from "./gguf-parts.ts";
import { type GgufVocabulary, readVocabulary } from "./gguf-vocabulary.ts";
import { type GgufHead, readGgufHead } from "./read-gguf-head.ts";

/** Families of Hermes 4 that llama.cpp and we know alike. */
const ARCHITECTURES = ["llama", "qwen3"] as const;

export type GgufArchitecture = (typeof ARCHITECTURES)[number];

/** Far above any model's, and small enough for the engine to count with. Tokens. */
const MOST_CONTEXT = 2 ** 24;

/** How the makers of a model want it sampled, where the file says so. */
export interface GgufSampling {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly minP?: number;
  readonly repetitionPenalty?: number;
}

/** What a GGUF model is, before anything of its weights is read. Its chat template is not looked at: ours is the truth. */
export interface GgufModel {
  /** All files, the given one first. */
  readonly parts: readonly string[];
  readonly architecture: GgufArchitecture;
  /** Longest sequence, in tokens. */
  readonly contextLength: number;
  readonly vocabulary: GgufVocabulary;
  readonly sampling: GgufSampling;
  /** Of all parts together. */
  readonly byteLength: number;
  /** Numbers in the tensors of all parts. */
  readonly parameters: number;
  /** Width of the residual stream; null where the file does not say. */
  readonly hiddenSize: number | null;
}

/**
 * Reads what a GGUF file says of its model and checks that it is one we can run.
 * @throws HermesError "file-missing", "file-invalid", "config-invalid" or, for another architecture, a later part of a split
 * model, a vocabulary or an adapter alone, "unsupported".
 */
export function readGgufModel(path: string): GgufModel {
  const head = readGgufHead(path);
  const fields = new GgufFields(head);
  const parts = listParts(head);
  checkKind(head, fields);
  const architecture = readArchitecture(head, fields);
  const context = `${architecture}.context_length`;
  return {
    parts,
    architecture,
    contextLength: fields.required(context, fields.optionalWhole(context, 2, MOST_CONTEXT)),
    vocabulary: readVocabulary(head, fields),
    sampling: readSampling(fields),
    byteLength: parts.reduce((sum, part) => sum + statSync(part).size, 0),
    parameters: parts.reduce((sum, part) => sum + countNumbers(part === path ? head : readGgufHead(part)), 0),
    hiddenSize: fields.optionalWhole(`${architecture}.embedding_length`, 1),
  };
}

function countNumbers({ tensors }: GgufHead): number {
  return tensors.reduce((sum, { dimensions }) => sum + dimensions.reduce((product, size) => product * size, 1), 0);
}

function checkKind({ path, tensors }: GgufHead, fields: GgufFields): void {
  const kind = fields.optionalText("general.type") ?? "model";
  if (kind !== "model") {
    throw unsupported(path, `a GGUF file of type ${quoteName(kind)}`, ["model"]);
  }
  if (tensors.length === 0) {
    throw unsupported(path, "a GGUF file with a vocabulary and no weights", ["a file with weights"]);
  }
}

function readArchitecture({ path }: GgufHead, fields: GgufFields): GgufArchitecture {
  const key = "general.architecture";
  const found = fields.required(key, fields.optionalText(key));
  const known = ARCHITECTURES.find((architecture) => architecture === found);
  if (known === undefined) throw unsupported(path, `architecture ${quoteName(found)}`, ARCHITECTURES);
  return known;
}

function readSampling(fields: GgufFields): GgufSampling {
  const key = (name: string) => `general.sampling.${name}`;
  // llama.cpp writes -1 for "off".
  const topK = fields.optionalNumber(key("top_k"));
  const found = {
    temperature: fields.optionalNumber(key("temp")),
    topP: fields.optionalNumber(key("top_p")),
    topK: topK === null ? null : Math.max(0, topK),
    minP: fields.optionalNumber(key("min_p")),
    repetitionPenalty: fields.optionalNumber(key("penalty_repeat")),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null));
}

function unsupported(path: string, what: string, supported: readonly string[]): HermesError<"unsupported"> {
  const message = `${path}: ${what} is not supported, expected ${supported.join(" or ")}. Take a GGUF file of a Hermes 4 model.`;
  return new HermesError("unsupported", message, { what, supported });
}
