import { HermesError } from "../../../errors.ts";
import { pointerTo } from "../json-pointer.ts";
import type { SchemaNode } from "../model.ts";
import { type Check, type CheckMaker, createError, type TextChecks } from "./check.ts";

export const STRING_CHECKS: readonly CheckMaker[] = [checkLength, checkPattern, checkFormat];

function checkLength(node: SchemaNode): Check | null {
  const { minLength, maxLength } = node;
  if (minLength === 0 && maxLength === Infinity) return null;
  return (place, outcome) => {
    if (typeof place.value !== "string") return;
    const length = countCodePoints(place.value);
    const found = `${length} characters`;
    if (length < minLength) {
      const expected = `a string of ${minLength} or more characters`;
      outcome.fail(createError(place, node, { keyword: "minLength", expected, found }));
    }
    if (length > maxLength) {
      const expected = `a string of at most ${maxLength} characters`;
      outcome.fail(createError(place, node, { keyword: "maxLength", expected, found }));
    }
  };
}

function checkPattern(node: SchemaNode, texts: TextChecks): Check | null {
  const { pattern } = node;
  if (pattern === null) return null;
  const matches = patternAt(texts, pattern, pointerTo(node.pointer, "pattern"), "pattern");
  const fault = { keyword: "pattern", expected: `a string that matches ${pattern}` };
  return (place, outcome) => {
    if (typeof place.value === "string" && !matches(place.value)) outcome.fail(createError(place, node, fault));
  };
}

function checkFormat(node: SchemaNode, texts: TextChecks): Check | null {
  const matches = node.format === null ? null : texts.format(node.format);
  if (matches === null) return null;
  const fault = { keyword: "format", expected: `a string of the format ${node.format}` };
  return (place, outcome) => {
    if (typeof place.value === "string" && !matches(place.value)) outcome.fail(createError(place, node, fault));
  };
}

/** The check of a pattern; its errors say where in the schema it stands. */
export function patternAt(
  texts: TextChecks,
  source: string,
  pointer: string,
  keyword: string,
): (text: string) => boolean {
  try {
    return texts.pattern(source);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `the pattern at "${pointer}" cannot be used: ${reason}`;
    if (cause instanceof HermesError && cause.code === "grammar-limit") {
      throw new HermesError("grammar-limit", message, cause.facts, { cause });
    }
    if (cause instanceof HermesError && cause.code === "schema-unsupported") {
      throw new HermesError("schema-unsupported", message, { pointer, keyword, reason }, { cause });
    }
    throw new HermesError("schema-invalid", message, { pointer, keyword }, { cause });
  }
}

function countCodePoints(text: string): number {
  let count = text.length;
  for (let index = 0; index + 1 < text.length; index++) {
    const isPair = (text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
    if (isPair) {
      count--;
      index++;
    }
  }
  return count;
}
