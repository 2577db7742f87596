/**
 * True when `path` matches `pattern` as in Hugging Face's `--include`: `*` is any text, slashes too, `?` one character, `[a-z]` one of a
 * set, `[!a-z]` one outside it.
 */
export function matchesGlob(pattern: string, path: string): boolean {
  const source = pattern.replace(/\*+|\?|\[!?\]?[^\]]*\]|[^*?[]|\[/gs, (token) => {
    if (token.startsWith("*")) return ".*";
    if (token === "?") return ".";
    if (token.length > 2 && token.startsWith("[")) return readSet(token);
    return token.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  });
  return new RegExp(`^${source}$`, "s").test(path);
}

function readSet(token: string): string {
  const negated = token.startsWith("[!");
  const members = token.slice(negated ? 2 : 1, -1).replace(/[\\^\]]/g, "\\$&");
  return `[${negated ? "^" : ""}${members}]`;
}
