import { HermesError } from "../../errors.ts";

/** A field of an object or of a Map (see RawJson); undefined when it is missing or the value is neither. */
export function fieldOf(value: unknown, key: string): unknown {
  if (value instanceof Map) return value.get(key);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

export function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `prompt-invalid` about one field, such as `messages[2].content`. */
export function promptInvalid(field: string, what: string): HermesError<"prompt-invalid"> {
  return new HermesError("prompt-invalid", `${field} ${what}`, { field });
}
