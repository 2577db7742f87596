import { correctBranch } from "./correct-branch.ts";
import { removeExtraItem, removeRepeatedItem } from "./correct-items.ts";
import { correctMissing, removeExtra, renameExtra } from "./correct-member.ts";
import { correctListed, correctText } from "./correct-string.ts";
import { correctType } from "./correct-type.ts";
import type { Corrector } from "./proposal.ts";

/** Corrections by the keyword of the error. */
export const CORRECTORS: ReadonlyMap<string, Corrector> = new Map([
  ["type", correctType],
  ["enum", correctListed],
  ["const", correctListed],
  ["pattern", correctText],
  ["format", correctText],
  ["maxLength", correctText],
  ["anyOf", correctBranch],
  ["oneOf", correctBranch],
  ["required", correctMissing],
  ["dependentRequired", correctMissing],
  ["dependencies", correctMissing],
  ["properties", renameExtra],
  ["patternProperties", renameExtra],
  ["additionalProperties", renameExtra],
  ["unevaluatedProperties", renameExtra],
]);

/** Corrections that lose something of the text: only when no other is left. */
export const REMOVERS: ReadonlyMap<string, Corrector> = new Map([
  ["properties", removeExtra],
  ["patternProperties", removeExtra],
  ["additionalProperties", removeExtra],
  ["unevaluatedProperties", removeExtra],
  ["items", removeExtraItem],
  ["unevaluatedItems", removeExtraItem],
  ["uniqueItems", removeRepeatedItem],
]);
