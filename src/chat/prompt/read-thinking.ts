import { promptInvalid } from "./message-fields.ts";
import { EFFORT_SHARES, type ReasoningEffort } from "./reasoning-effort.ts";

/** What one field says. Readers give none for a field that is missing or null, and throw `prompt-invalid` for a wrong one. */
export interface Finding<Value> {
  readonly field: string;
  readonly value: Value;
}

/** What all findings say; undefined where there are none. Throws `prompt-invalid`, naming both fields, where two differ. */
export function agree<Value>(findings: readonly Finding<Value>[], difference = "they differ"): Value | undefined {
  const first = findings[0];
  const other = findings.find((finding) => finding.value !== first?.value);
  if (first === undefined || other === undefined) return first?.value;
  throw promptInvalid(other.field, `contradicts ${first.field}: ${difference}; send only one of them`);
}

export function readBoolean(value: unknown, field: string): Finding<boolean>[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "boolean") return [{ field, value }];
  throw promptInvalid(field, `is ${JSON.stringify(value)}; only true, false and null are accepted`);
}

export function readEffort(value: unknown, field: string): Finding<ReasoningEffort>[] {
  return readWord(value, field, Object.keys(EFFORT_SHARES) as ReasoningEffort[], "efforts");
}

export function readWord<Word extends string>(
  value: unknown,
  field: string,
  words: readonly Word[],
  kind = "its values",
): Finding<Word>[] {
  if (value === undefined || value === null) return [];
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return [{ field, value: word }];
  throw promptInvalid(field, `is ${JSON.stringify(value)}; ${kind} are ${words.join(", ")}`);
}

/** Tokens; null for -1, no limit. */
export function readBudget(value: unknown, field: string): Finding<number | null>[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= -1) {
    return [{ field, value: value === -1 ? null : value }];
  }
  throw promptInvalid(field, `is ${JSON.stringify(value)}; expected tokens as a whole number, or -1 for no limit`);
}

export function readObject(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw promptInvalid(field, "is not an object");
}
