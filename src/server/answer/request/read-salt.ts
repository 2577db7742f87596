import type { Hermes } from "../../../hermes.ts";

/** Whose prompts these are. An endpoint parts its own cache, or cannot; only a salt that the caller asks for must reach it. */
export function saltOf(ofKey: string | undefined, asked: unknown, hermes: Hermes): { cacheSalt?: string } {
  const salts = [hermes.facts.engine === "endpoint" ? undefined : ofKey, asked as string | undefined];
  const given = salts.filter((salt) => salt !== undefined);
  return given.length === 0 ? {} : { cacheSalt: given.join("/") };
}
