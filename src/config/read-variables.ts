import { HermesError } from "../errors.ts";
import { findNearest } from "./nearest-name.ts";
import type { GivenValue, GivenValues } from "./origin.ts";
import { listSettings, settings } from "./settings.ts";

/** Variables of an environment, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Further variables that are read: a configuration file, the key of an endpoint, the hashes of the server's keys, the folder of evaluation data. */
export const OTHER_VARIABLES = {
  file: "HERMES_CONFIG",
  endpointKey: "HERMES_API_KEY",
  serverKeys: "HERMES_SERVER_KEYS",
  data: "HERMES_DATA",
};

/** The variable of a setting: "server.apiKeyFile" has HERMES_SERVER_API_KEY_FILE. */
export function variableName(path: string): string {
  const words = path.replaceAll(".", "_").replace(/[A-Z]/g, (letter) => `_${letter}`);
  return `HERMES_${words.toUpperCase()}`;
}

/**
 * The settings that an environment gives; an empty variable gives none. Throws HermesError "usage" for a value of another kind; the
 * message names the variable.
 */
export function readVariables(environment: Environment): GivenValues {
  const rows = listSettings().flatMap(({ path, setting: { kind } }): [string, GivenValue][] => {
    const name = variableName(path);
    const text = environment[name]?.trim() ?? "";
    if (text === "" || kind.parseText === null) return [];
    const value = kind.parseText(text);
    if (kind.accepts(value)) return [[path, { value, origin: { type: "variable", name } }]];
    const message = `${name} is "${text}"; expected ${kind.expected.replace(/null$/, "none")}.`;
    throw new HermesError("usage", message, { argument: name });
  });
  return new Map(rows);
}

/**
 * Variables that look like ours and are not, each with a sentence. They are no failure: Kubernetes makes such names for every service
 * (HERMES_SERVER_SERVICE_HOST for one called hermes-server).
 */
export function findUnknownVariables(environment: Environment): readonly string[] {
  const readable = listSettings().filter(({ setting }) => setting.kind.parseText !== null);
  const known = [...readable.map(({ path }) => variableName(path)), ...Object.values(OTHER_VARIABLES)];
  const sections = Object.keys(settings).map((name) => `${variableName(name)}`);
  return Object.keys(environment)
    .filter((name) => sections.some((section) => name === section || name.startsWith(`${section}_`)))
    .filter((name) => !known.includes(name))
    .map((name) => {
      const nearest = findNearest(name, known);
      return `the variable ${name} is no setting${nearest === null ? "" : `; ${nearest} is near`}`;
    });
}
