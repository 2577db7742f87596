import { isJsonArray, isJsonObject, type JsonValue } from "../../schema-model/index.ts";
import { plain } from "../edit-distance.ts";
import { otherTypes } from "./correct-type.ts";
import type { Corrector, Fault, Proposal } from "./proposal.ts";
import { replacePart } from "./replace.ts";

/** A listed value in another letter case, with other signs between its words, or in another type. */
export const correctListed: Corrector = (fault) => {
  const { node, part } = fault;
  const listed = fault.error.keyword === "const" ? [node.constant ?? null] : (node.enumeration ?? []);
  if (isJsonArray(part) || isJsonObject(part)) return [];
  const converted = otherTypes(part, fault.oddSpellings).map(([, rule, value]) => replacePart(fault, rule, value));
  if (typeof part !== "string") return [converted];
  return [[...spelledAs(fault, part, listed), ...converted]];
};

function spelledAs(fault: Fault, text: string, listed: readonly JsonValue[]): readonly Proposal[] {
  const words = listed.filter((value) => typeof value === "string");
  const sameLetters = words.filter((value) => value.trim().toLowerCase() === text.trim().toLowerCase());
  const found = sameLetters.length > 0 ? sameLetters : words.filter((value) => plain(value) === plain(text.trim()));
  return found.map((value) => replacePart(fault, "enum-spelling", value));
}

/** Space around a string; then its letter case, or the signs of a date. */
export const correctText: Corrector = (fault) => {
  const { part } = fault;
  if (typeof part !== "string") return [];
  const trimmed = part.trim() === part ? [] : [replacePart(fault, "surrounding-space", part.trim())];
  return [trimmed, [...recased(fault, part), ...redated(fault, part)]];
};

/** Upper or lower case as a pattern wants it. */
function recased(fault: Fault, text: string): readonly Proposal[] {
  if (fault.error.keyword !== "pattern") return [];
  const cases = [text.toLowerCase(), text.toUpperCase()].filter((other) => other !== text);
  return cases.map((other) => replacePart(fault, "letter-case", other));
}

/** Year first with other signs, or a space for the `T`: there is only one way to read these. */
function redated(fault: Fault, text: string): readonly Proposal[] {
  if (fault.node.format !== "date" && fault.node.format !== "date-time") return [];
  const spelled = text
    .replace(/^(\d{4})[/.](\d{2})[/.](\d{2})(?!\d)/, "$1-$2-$3")
    .replace(/^(\d{4}-\d{2}-\d{2}) +(?=\d)/, "$1T");
  return spelled === text ? [] : [replacePart(fault, "date-spelling", spelled)];
}
