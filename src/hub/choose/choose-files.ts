import { HermesError } from "../../errors.ts";
import type { Repository, RepositoryFile } from "../api/read-repository.ts";
import { formatBytes } from "../format-bytes.ts";
import { printable } from "../printable.ts";
import { type GgufGroup, groupGgufFiles, matchGgufGroups } from "./gguf-files.ts";
import { matchesGlob } from "./glob.ts";

/** What is said about a model: card, licence and conditions. */
const documents = /^(?:readme|licen[cs]e|notice|use_policy|acceptable_use)[^/]*$/i;
/** Configuration, tokenizer and templates, in the main folder only: original/, onnx/ and the like are other forms of the model. */
const settings = /^[^/]+\.(?:json|jinja)$|^(?:merges\.txt|vocab\.txt|tokenizer\.model)$/i;
/** "consolidated" is the publisher's own form of the same weights. */
const weights = /^(?!consolidated)[^/]+\.safetensors$/i;
/** Other forms of weights, for the message where nothing else is there. */
const otherWeights = /\.(?:bin|pth?|onnx|msgpack|h5|npz|tflite|ckpt)$/i;

export interface Choice {
  readonly quantization?: string | undefined;
  /** In place of the default choice. */
  readonly include?: readonly string[] | undefined;
}

/**
 * The files to fetch: those the globs name, or what our engines need: configuration, tokenizer, safetensors with their index,
 * card and licence; of GGUF weights one quantization.
 * Throws HermesError "usage" when globs or quantization fit nothing or several, "unsupported" when there are no weights for us.
 */
export function chooseFiles(repository: Repository, { quantization, include = [] }: Choice): readonly RepositoryFile[] {
  const { files } = repository;
  if (include.length > 0) return includeFiles(repository, include);
  const groups = groupGgufFiles(files);
  const hasWeights = files.some(({ path }) => weights.test(path));
  if (quantization !== undefined || (groups.length > 0 && !hasWeights)) {
    const group = chooseGroup(repository.name, groups, quantization);
    return [...files.filter(({ path }) => documents.test(path) || path === "config.json"), ...group.files];
  }
  if (!hasWeights) throw noWeights(repository);
  return files.filter(({ path }) => documents.test(path) || settings.test(path) || weights.test(path));
}

function includeFiles({ name, files }: Repository, globs: readonly string[]): readonly RepositoryFile[] {
  for (const glob of globs) {
    if (files.some(({ path }) => matchesGlob(glob, path))) continue;
    const some = files.slice(0, 8).map(({ path }) => printable(path));
    throw new HermesError(
      "usage",
      `--include "${glob}" fits none of the ${files.length} files of ${name} (${some.join(", ")}${files.length > 8 ? ", …" : ""}): correct the pattern; * is any text`,
      { argument: "include" },
    );
  }
  return files.filter(({ path }) => globs.some((glob) => matchesGlob(glob, path)));
}

function chooseGroup(
  name: string,
  groups: readonly GgufGroup<RepositoryFile>[],
  quantization: string | undefined,
): GgufGroup<RepositoryFile> {
  const matching = matchGgufGroups(groups, quantization);
  const [only] = matching;
  if (only !== undefined && matching.length === 1) {
    if (only.files.length === only.partCount) return only;
    throw new HermesError(
      "unsupported",
      `${name} has ${only.files.length} of ${only.partCount} parts of ${printable(only.label)}: choose another quantization or repository`,
      { what: only.label, supported: groups.map(({ label }) => label) },
    );
  }
  const listed = (matching.length === 0 ? groups : matching).map(describeGroup).join("\n");
  const problem =
    groups.length === 0
      ? `${name} has no GGUF files, so there is no quantization to choose: leave out the part behind the ":"`
      : matching.length > 1 && quantization !== undefined
        ? `${name} has several models with ${quantization}: choose one with --include "FILE*"\n${listed}`
        : `${name} has ${quantization === undefined ? "several quantizations" : `no quantization ${printable(quantization)}`}: choose one, as in ${name}:${printable(groups[0]?.label ?? "")}\n${listed}`;
  throw new HermesError("usage", problem, { argument: "model" });
}

function describeGroup({ label, files }: GgufGroup<RepositoryFile>): string {
  const byteLength = files.reduce((sum, file) => sum + file.byteLength, 0);
  return `  ${printable(label).padEnd(12)}${formatBytes(byteLength).padStart(10)}  ${printable(files[0]?.path ?? "")}`;
}

function noWeights({ name, files }: Repository): HermesError {
  const others = files.filter(({ path }) => otherWeights.test(path)).map(({ path }) => printable(path));
  const found =
    others.length === 0 ? "no weights at all" : `${others.slice(0, 4).join(", ")}${others.length > 4 ? ", …" : ""}`;
  return new HermesError(
    "unsupported",
    `${name} has ${found}, expected .safetensors or .gguf files: choose another repository, or name files with --include`,
    { what: found, supported: ["safetensors", "gguf"] },
  );
}
