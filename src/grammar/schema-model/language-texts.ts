import { formatLanguage, formatNames, type Language, matches, patternLanguage } from "../regex/index.ts";
import type { TextChecks } from "./validate/check.ts";

/**
 * Patterns and formats by the same machines that constrain an answer, so that a validated answer and a constrained one keep to the same
 * rules. Of a format with more strings than its machine knows, only those of the machine hold; `regex` is what the platform reads.
 * Machines are made once and kept as long as what is returned here.
 */
export function createLanguageTexts(): TextChecks {
  const patterns = new Map<string, Language>();
  const formats = new Map<string, Language>();
  return {
    pattern(source) {
      const language = patterns.get(source) ?? patternLanguage(source);
      patterns.set(source, language);
      return (text) => matches(language, text);
    },
    format(name) {
      if (name === "regex") return isRegularExpression;
      if (!formatNames.includes(name)) return null;
      const language = formats.get(name) ?? formatLanguage(name)!;
      formats.set(name, language);
      return (text) => matches(language, text);
    },
  };
}

/** The expression is read, never run. */
function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}
