import { HermesError } from "../errors.ts";
import { aliases } from "./aliases.ts";
import { isSafeFilePath } from "./cache/safe-path.ts";

/** Which files of which repository: `ORG/NAME[@REVISION][:QUANTIZATION]`, or an alias in place of `ORG/NAME`. */
export interface ModelReference {
  /** "ORG/NAME", or "NAME" for the oldest repositories. */
  readonly repository: string;
  /** Branch, tag, "refs/pr/N" or commit; the main branch where none is given. */
  readonly revision?: string;
  /** One quantization of a GGUF repository, such as "Q4_K_M". */
  readonly quantization?: string;
}

export const DEFAULT_REVISION = "main";

/** The hub's own rule for a part of a name: 96 characters, none of them first or last a point or a dash. */
const namePart = /^[A-Za-z0-9_](?:[\w.-]{0,94}[A-Za-z0-9_])?$/;

/** The reference in a text, or null where it is none: a path, an address, a name the hub would not allow. */
export function readModelReference(text: string): ModelReference | null {
  const parts = /^([^@:]+)(?:@([^:]+))?(?::([\w.-]+))?$/.exec(text);
  if (parts === null) return null;
  const [, name = "", revision, quantization] = parts;
  const alias = Object.hasOwn(aliases, name.toLowerCase()) ? aliases[name.toLowerCase()] : undefined;
  const repository = alias?.repository ?? name;
  if (!isRepositoryName(repository) || (revision !== undefined && !isSafeFilePath(revision))) return null;
  return {
    repository,
    ...(revision === undefined ? {} : { revision }),
    ...(quantization === undefined ? {} : { quantization }),
  };
}

/** The reference in a text. Throws HermesError "usage". */
export function parseModelReference(text: string): ModelReference {
  const reference = readModelReference(text);
  if (reference !== null) return reference;
  throw new HermesError(
    "usage",
    `"${text}" names no model: expected ORG/NAME, ORG/NAME@REVISION, ORG/NAME:QUANTIZATION or one of ${Object.keys(aliases).join(", ")}`,
    { argument: "model" },
  );
}

/** "--" would be read as the slash in the cache's folder names. */
export function isRepositoryName(name: string): boolean {
  const parts = name.split("/");
  const allowed = parts.length <= 2 && parts.every((part) => namePart.test(part) && !/--|\.\.|\.git$/.test(part));
  return allowed && isSafeFilePath(name);
}
