import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { HermesError } from "../errors.ts";
import { EMBEDDED_MODEL } from "./aliases.ts";
import { repositoryFolders } from "./cache/layout.ts";
import { findMissingFiles } from "./cache/missing-files.ts";
import { readCommit, readSnapshotFiles } from "./cache/read-snapshot.ts";
import { groupGgufFiles, matchGgufGroups } from "./choose/gguf-files.ts";
import { DEFAULT_REVISION, type ModelReference, readModelReference } from "./reference.ts";
import { type HubSettings, readHubSettings } from "./settings.ts";

/** A model on this computer. */
export interface LocalModel {
  /** Snapshot folder in Hugging Face layout. */
  readonly folder: string;
  /** First file of the chosen quantization, where the weights are GGUF. */
  readonly ggufFile?: string;
  /** What the model is called: "ORG/NAME", or "nano". */
  readonly modelId: string;
}

/** Found alike from the sources and from the built files. */
const embeddedFolder = fileURLToPath(new URL("../../models/nano", import.meta.url));

/**
 * The model that a name stands for (alias, ORG/NAME, with @REVISION and :QUANTIZATION), as it lies on this computer; null when the
 * name is no reference or nothing of it was ever fetched. Nothing is fetched.
 * Throws HermesError "model-incomplete" for a part of a model, "usage" where several quantizations are there and none is named.
 */
export function findModel(name: string, settings: HubSettings = readHubSettings()): LocalModel | null {
  if (name === EMBEDDED_MODEL) return { folder: embeddedFolder, modelId: EMBEDDED_MODEL };
  const reference = readModelReference(name);
  if (reference === null) return null;
  const folders = repositoryFolders(settings.cacheFolder, reference.repository);
  const commit = readCommit(folders, reference.revision ?? DEFAULT_REVISION);
  if (commit === null) return null;
  const folder = join(folders.snapshots, commit);
  return existsSync(folder) ? openSnapshot(folder, reference, name) : null;
}

/** For a name that stands neither for a path nor for a model that was fetched. */
export function notFetched(name: string): HermesError<"file-missing"> {
  const message = `There is no folder ${name}, and no model of that name was fetched. Fetch it with: hermes pull ${name}`;
  return new HermesError("file-missing", message, { path: name });
}

function openSnapshot(folder: string, { repository, quantization }: ModelReference, name: string): LocalModel {
  const files = readSnapshotFiles(folder);
  const missing = findMissingFiles(folder, files, quantization);
  if (missing.length > 0) throw incomplete(folder, name, missing);
  const groups = matchGgufGroups(groupGgufFiles(files), quantization);
  const safetensors = files.some(({ path }) => path.endsWith(".safetensors"));
  if (safetensors && quantization === undefined) return { folder, modelId: repository };
  const [group] = groups;
  if (groups.length !== 1 || group === undefined) {
    const labels = groups.map(({ label }) => label).join(", ");
    throw new HermesError(
      "usage",
      `${name} is here in several quantizations (${labels}): name one, as in ${name}:${group?.label}`,
      { argument: "model" },
    );
  }
  return { folder, ggufFile: join(folder, group.files[0]?.path ?? ""), modelId: repository };
}

function incomplete(folder: string, name: string, missing: readonly string[]): HermesError {
  const listed = `${missing.slice(0, 5).join(", ")}${missing.length > 5 ? ` and ${missing.length - 5} more` : ""}`;
  return new HermesError(
    "model-incomplete",
    `${name} is here only in part: ${listed} ${missing.length === 1 ? "is" : "are"} missing in ${folder}. Run hermes pull ${name} to fetch the rest.`,
    { path: folder, missing },
  );
}
