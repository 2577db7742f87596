export interface Import {
  readonly specifier: string;
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean;
  /** From 1. */
  readonly line: number;
}

const comments = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;
const statements = /^[ \t]*(?:import|export)\b([\w\s{},*$]*?)\bfrom\s*(["'])([^"'\n]+)\2/gm;
const bareImports = /^[ \t]*import\s*(["'])([^"'\n]+)\1/gm;
const calls = /\bimport\(\s*(["'])([^"'\n]+)\1/g;

/** The text with its comments blanked; strings and line numbers stay. */
export function blankComments(text: string): string {
  return text.replace(comments, (found) => (found.startsWith("/") ? found.replace(/[^\n]/g, " ") : found));
}

/** Every import of a source text without comments: static, re-exporting, bare and dynamic. */
export function readImports(code: string): Import[] {
  const lineOf = (index: number) => code.slice(0, index).split("\n").length;
  const found: Import[] = [];
  for (const match of code.matchAll(statements)) {
    found.push({ specifier: match[3]!, typeOnly: isTypeOnly(match[1]!), line: lineOf(match.index) });
  }
  for (const pattern of [bareImports, calls]) {
    for (const match of code.matchAll(pattern)) {
      found.push({ specifier: match[2]!, typeOnly: false, line: lineOf(match.index) });
    }
  }
  return found;
}

/** `clause` is what stands between `import` and `from`: "type { A }", "{ type A, type B }", "{ A }". */
function isTypeOnly(clause: string): boolean {
  if (/^\s+type\s+[\w${*]/.test(clause)) return true;
  const names = /^\s*\{([^}]*)\}\s*$/.exec(clause)?.[1];
  if (names === undefined) return false;
  const listed = names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return listed.length > 0 && listed.every((name) => name.startsWith("type "));
}
