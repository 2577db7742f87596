import { HermesError } from "../errors.ts";
import type { GivenValue, GivenValues } from "./origin.ts";
import { listSettings } from "./settings.ts";

/**
 * The settings that flags give, by the names in the table; flags of other names are left alone. Throws HermesError "usage" for a value of
 * another kind.
 */
export function readFlags(flags: object): GivenValues {
  const given = flags as Readonly<Record<string, unknown>>;
  const rows = listSettings().flatMap(({ path, setting: { flag, kind } }): [string, GivenValue][] => {
    const value = flag === null ? undefined : given[flag];
    if (flag === null || value === undefined) return [];
    const name = spellFlag(flag);
    if (kind.accepts(value)) return [[path, { value, origin: { type: "flag", name } }]];
    const message = `--${name} is ${JSON.stringify(value)}; expected ${kind.expected}.`;
    throw new HermesError("usage", message, { argument: name });
  });
  return new Map(rows);
}

/** "apiKeyFile" is typed --api-key-file. */
export function spellFlag(flag: string): string {
  return flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
