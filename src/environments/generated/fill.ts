/** Replaces each `{key}` of a template by its value; keys without a value stay. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

/** First letter in upper case. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** `a town`, `an item`, `a user`. */
export function withArticle(noun: string): string {
  return `${/^(?!us|uni)[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}
