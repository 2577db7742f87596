/** Rules in the order in which they are applied, each everywhere. */
export type Rewrites = readonly (readonly [pattern: RegExp, replacement: string])[];

export function rewrite(text: string, rules: Rewrites): string {
  return rules.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}
