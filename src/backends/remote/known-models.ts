import type { ProfileName } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";

interface KnownFormat {
  readonly profile: ProfileName;
  readonly bosToken: string | null;
}

/** An endpoint does not show a configuration, so the published names have to tell the prompt format. */
const FORMATS: readonly (KnownFormat & { readonly name: RegExp })[] = [
  { name: /hermes-4-14b/i, profile: "chatml", bosToken: null },
  { name: /hermes-4-(70b|405b)/i, profile: "llama3", bosToken: "<|begin_of_text|>" },
  { name: /hermes-4\.3-36b/i, profile: "llama3", bosToken: "<seed:bos>" },
  { name: /^nano$/i, profile: "llama3", bosToken: "<|begin_of_text|>" },
];

/**
 * The prompt format of a served model. Throws HermesError "usage" when neither the caller nor the name tells; chat mode can do
 * without.
 */
export function formatOfModel(model: string, given: ProfileName | undefined, isNeeded: boolean): KnownFormat {
  const known = FORMATS.find(({ name }) => name.test(model));
  if (given !== undefined && given !== known?.profile) {
    return { profile: given, bosToken: given === "llama3" ? "<|begin_of_text|>" : null };
  }
  if (known !== undefined) return known;
  if (!isNeeded) return { profile: "llama3", bosToken: null };
  const message =
    `The prompt format of "${model}" is not known. Say profile (--profile): "llama3" (Hermes 4 70B, 405B) or "chatml" (14B), ` +
    'or use mode "chat" (--mode chat), in which the server renders the prompt.';
  throw new HermesError("usage", message, { argument: "profile" });
}
