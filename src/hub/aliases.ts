/** Short names of the Hermes 4 checkpoints; a new one is one row. Licences as their cards name them. */
export interface Alias {
  readonly repository: string;
  readonly licence: string;
}

/** The model that comes with this package; it is in no repository. */
export const EMBEDDED_MODEL = "nano";

export const aliases: Readonly<Record<string, Alias>> = {
  "hermes-4-14b": { repository: "NousResearch/Hermes-4-14B", licence: "apache-2.0" },
  "hermes-4-14b-fp8": { repository: "NousResearch/Hermes-4-14B-FP8", licence: "apache-2.0" },
  "hermes-4-70b": { repository: "NousResearch/Hermes-4-70B", licence: "llama3" },
  "hermes-4-70b-fp8": { repository: "NousResearch/Hermes-4-70B-FP8", licence: "llama3" },
  "hermes-4-70b-gguf": { repository: "lmstudio-community/Hermes-4-70B-GGUF", licence: "llama3" },
  "hermes-4-405b": { repository: "NousResearch/Hermes-4-405B", licence: "llama3" },
  "hermes-4-405b-fp8": { repository: "NousResearch/Hermes-4-405B-FP8", licence: "llama3" },
};

/** The alias of a repository, for lists. */
export function aliasOf(repository: string): string | undefined {
  return Object.keys(aliases).find((name) => aliases[name]?.repository === repository);
}
