import { noClock, type WorkClock } from "../work-clock.ts";
import type { Language } from "./class-machine.ts";
import { ComplementSource } from "./complement-source.ts";
import { nowhere, type PatternPlace } from "./fail.ts";
import { LazyMachine } from "./lazy-machine.ts";
import { lengthLanguage } from "./length-machine.ts";
import { parsePattern } from "./parse-pattern.ts";
import { buildGraph } from "./pattern-graph.ts";
import type { PatternNode } from "./pattern-syntax.ts";
import { ProductSource } from "./product-source.ts";
import { SubsetSource } from "./subset-source.ts";

/**
 * All strings that contain a match of an ECMAScript pattern, as the keyword `pattern` means it. Throws HermesError "schema-invalid",
 * "schema-unsupported" or "grammar-limit" (see parsePattern).
 */
export function patternLanguage(pattern: string, place?: PatternPlace, clock?: WorkClock): Language {
  return compile(pattern, true, place, clock);
}

/** All strings that match a pattern from beginning to end. Throws as patternLanguage. */
export function wholeMatchLanguage(pattern: string, place?: PatternPlace, clock?: WorkClock): Language {
  return compile(pattern, false, place, clock);
}

function compile(
  pattern: string,
  search: boolean,
  place: PatternPlace = nowhere,
  clock: WorkClock = noClock,
): Language {
  const graph = buildGraph(parsePattern(pattern, place), search, clock);
  return withoutSplitPairs(LazyMachine.create(new SubsetSource(graph, search, clock), clock), clock);
}

/** Every string. */
export function anyLanguage(): Language {
  return lengthLanguage(0, null);
}

/** The strings that are not in a language. */
export function complement(language: Language): Language {
  return language === null ? anyLanguage() : withoutSplitPairs(LazyMachine.create(new ComplementSource(language)));
}

/** The strings that are in all of several languages; every string for none. */
export function intersection(languages: readonly Language[], clock: WorkClock = noClock): Language {
  const machines = languages.filter((language) => language !== null);
  if (machines.length < languages.length) return null;
  const asking = machines.filter((machine) => !machine.isFree(machine.start));
  if (asking.length <= 1) return asking[0] ?? machines[0] ?? anyLanguage();
  return LazyMachine.create(new ProductSource(asking, "all"), clock);
}

/** The strings that are in one of several languages. */
export function union(languages: readonly Language[]): Language {
  const machines = languages.filter((language) => language !== null);
  if (machines.length <= 1) return machines[0] ?? null;
  return LazyMachine.create(new ProductSource(machines, "any"));
}

/** The strings of the first language that are not in the second. */
export function difference(language: Language, without: Language): Language {
  return intersection([language, complement(without)]);
}

export function isEmpty(language: Language): language is null {
  return language === null;
}

/** Strings in which no low surrogate stands right behind a high one: there the two are one other code point. */
const noSplitPair: PatternNode = parsePattern("^(?:[^\\ud800-\\udbff]|[\\ud800-\\udbff]+(?:[^\\ud800-\\udfff]|$))*$");

/**
 * Without the words that no string can spell. Only a machine that tells one surrogate from another can wait for the second half of a
 * pair, and so only there is anything to leave out.
 */
function withoutSplitPairs(language: Language, clock: WorkClock = noClock): Language {
  const tellsApart = language?.alphabet.starts.some((start) => start > 0xd800 && start <= 0xdfff) ?? false;
  if (!tellsApart) return language;
  return intersection([language, LazyMachine.create(new SubsetSource(buildGraph(noSplitPair, false), false))], clock);
}
