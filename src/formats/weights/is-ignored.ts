import { matchModulePattern } from "./module-pattern.ts";

/** Longer entries and longer lists are no lists of modules: the 405B of Meta lists 511. They keep a hostile file from costing time. */
const LONGEST_ENTRY = 512;
const MOST_ENTRIES = 10_000;
/** Patterns cost more than names, and one does the work of many. */
const MOST_PATTERNS = 100;

/**
 * Whether a list of modules left plain names `module` ("model.layers.3.mlp.down_proj"): by its full name, by one or more whole parts
 * of it ("lm_head", "mlp.down_proj", "layers.3"), by a pattern with * wildcards, or by a regular expression behind "re:" that
 * fits from the start of the name. Entries that name classes ("Linear"), or that `matchModulePattern` does not understand, name
 * nothing here: the list only explains, so at worst a warning too many is given.
 */
export function isIgnored(ignore: readonly string[], module: string): boolean {
  let patterns = 0;
  for (const entry of ignore.slice(0, MOST_ENTRIES)) {
    if (entry === "" || entry.length > LONGEST_ENTRY) continue;
    const isPattern = entry.startsWith("re:");
    if (isPattern && ++patterns > MOST_PATTERNS) continue;
    if (isPattern ? matchModulePattern(entry.slice(3), module) : names(entry, module)) return true;
  }
  return false;
}

function names(entry: string, module: string): boolean {
  return entry.includes("*") ? matchesWildcards(entry, module) : `.${module}.`.includes(`.${entry}.`);
}

/** Takes the pieces between the stars in order, each where it first occurs, which finds a fit whenever there is one. */
function matchesWildcards(pattern: string, module: string): boolean {
  const pieces = pattern.split("*");
  const [first, last] = [pieces[0]!, pieces.at(-1)!];
  if (!module.startsWith(first) || !module.endsWith(last) || module.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = module.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= module.length - last.length;
}
