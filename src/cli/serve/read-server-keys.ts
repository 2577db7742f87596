import { type Environment, type LoadedConfig, OTHER_VARIABLES } from "../../config/index.ts";
import { HermesError } from "../../errors.ts";
import type { StoredKey } from "../../server/index.ts";
import { parseKeys, readKeyFile } from "../keys/key-file.ts";

/**
 * The keys that clients may show: those of the key file and those of HERMES_SERVER_KEYS, where commas may stand for the ends of lines.
 * None where the configuration asks for none. Throws HermesError "config-invalid", "file-missing", or "usage" where nobody needs a key
 * and a key file is given all the same: one of the two is a mistake, and guessing which could open the server to everybody.
 */
export function readServerKeys({ values }: LoadedConfig, environment: Environment): readonly StoredKey[] {
  const { apiKeyFile, auth } = values.server;
  if (!auth && apiKeyFile !== null) {
    const message = `--no-auth lets everybody in, and ${apiKeyFile} holds keys that clients must show. Give one of them.`;
    throw new HermesError("usage", message, { argument: "no-auth" });
  }
  if (!auth) return [];
  const variable = OTHER_VARIABLES.serverKeys;
  const given = parseKeys((environment[variable] ?? "").replaceAll(",", "\n"), variable);
  const kept = apiKeyFile === null ? [] : readKeyFile(apiKeyFile);
  const twice = given.find(({ name }) => kept.some((key) => key.name === name));
  if (twice === undefined) return [...kept, ...given];
  const message = `${variable} and ${apiKeyFile} both have a key named ${twice.name}. Rename one.`;
  throw new HermesError("config-invalid", message, { path: variable });
}
