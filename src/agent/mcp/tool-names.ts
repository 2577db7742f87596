/** Longest name that OpenAI-compatible endpoints take. */
const MAX_NAME_LENGTH = 64;

export interface NamedTool {
  readonly server: string;
  /** As the server calls it. */
  readonly tool: string;
}

/**
 * What the model calls each tool: the server's own name, in letters, digits, - and _; "server__tool" where two tools or a name of
 * `taken` are the same; with a number behind it where even that is not enough.
 */
export function chooseNames(tools: readonly NamedTool[], taken: readonly string[]): readonly string[] {
  const plain = tools.map(({ tool }) => clean(tool));
  const wanted = new Map<string, number>();
  for (const name of [...plain, ...taken]) wanted.set(name, (wanted.get(name) ?? 0) + 1);
  const used = new Set(taken);
  return tools.map(({ server }, index) => {
    const name = plain[index] ?? "";
    const chosen = free(wanted.get(name) === 1 ? name : clean(`${server}__${name}`), used);
    used.add(chosen);
    return chosen;
  });
}

function free(name: string, used: ReadonlySet<string>): string {
  let chosen = name;
  for (let number = 2; used.has(chosen); number++) {
    const suffix = `_${number}`;
    chosen = name.slice(0, MAX_NAME_LENGTH - suffix.length) + suffix;
  }
  return chosen;
}

function clean(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, MAX_NAME_LENGTH) || "tool";
}
