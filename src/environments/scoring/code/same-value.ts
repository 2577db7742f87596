/** JSON text to a value that keeps whole numbers of any size. Throws on what is no JSON; Python's NaN and Infinity are none. */
export function parseExact(text: string): unknown {
  type Context = { readonly source?: string };
  const exact = (_key: string, value: unknown, context?: Context) =>
    typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? "")
      ? BigInt(context!.source!)
      : value;
  return JSON.parse(text, exact as (key: string, value: unknown) => unknown);
}

/** Equality of JSON values as Python has it: 1, 1.0 and true are equal. Values of `parseExact`. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (Array.isArray(left))
    return Array.isArray(right) && left.length === right.length && left.every((value, i) => sameValue(value, right[i]));
  if (typeof left === "object" && left !== null) {
    if (typeof right !== "object" || right === null || Array.isArray(right)) return false;
    const [ours, theirs] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
    return (
      ours.size === theirs.size &&
      [...ours].every(([key, value]) => theirs.has(key) && sameValue(value, theirs.get(key)))
    );
  }
  const [ours, theirs] = [numberOf(left), numberOf(right)];
  // biome-ignore lint/suspicious/noDoubleEquals: whole numbers of any size equal those of double precision
  return ours !== null && theirs !== null ? ours == theirs : left === right;
}

function numberOf(value: unknown): number | bigint | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "number" || typeof value === "bigint" ? value : null;
}
