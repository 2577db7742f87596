import { posix } from "node:path";
import { blankComments, type Import, readImports } from "./read-imports.ts";
import { furtherDoors, packageOwners, rooms, usedByCliAlone } from "./rooms.ts";

/** Files that never ship: they may import any room at any depth, and development packages. */
const development = /\.(test|bench|suite)\.ts$|\/(cases|test-[\w-]+|[\w-]+-soup)\.ts$|\/(testing|bench)\//;

export interface Source {
  /** From the root, with "/": "src/chat/render.ts". */
  readonly path: string;
  readonly text: string;
}

/** Every broken rule as "path:line: what, and what is allowed". `dependencies` are those an installed package has. */
export function findViolations(sources: readonly Source[], dependencies: ReadonlySet<string>): string[] {
  return sources.flatMap(({ path, text }) => {
    const code = blankComments(text);
    const at = (line: number, message: string) => `${path}:${line}: ${message}`;
    const banned = findBanned(path, code).map(([line, message]) => at(line, message));
    if (development.test(path)) return banned;
    const imports = readImports(code).flatMap((found) => {
      const message = judgeImport(path, found, dependencies);
      return message === null ? [] : [at(found.line, message)];
    });
    return [...banned, ...imports];
  });
}

/** Room of a path below src/: "src/chat/types.ts" -> "chat", "src/hermes.ts" -> "hermes". */
function roomOf(path: string): string {
  return path.split("/")[1]!.replace(/\.ts$/, "");
}

function judgeImport(path: string, found: Import, dependencies: ReadonlySet<string>): string | null {
  const { specifier } = found;
  if (specifier.startsWith("node:")) return null;
  if (!specifier.startsWith(".")) return judgePackage(roomOf(path), found, dependencies);
  const target = posix.join(posix.dirname(path), specifier);
  if (!target.startsWith("src/")) return `${specifier} lies outside src/`;
  const [from, to] = [roomOf(path), roomOf(target)];
  if (from === to) return null;
  return judgeRoom(from, to, found) ?? judgeDepth(to, target);
}

function judgePackage(room: string, { specifier, typeOnly }: Import, dependencies: ReadonlySet<string>): string | null {
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  const owner = packageOwners[name];
  if (owner !== undefined && owner !== room) return `package ${name} belongs to ${owner}/`;
  return typeOnly || dependencies.has(name) ? null : `package ${name} is not a dependency of the published package`;
}

function judgeRoom(from: string, to: string, { typeOnly }: Import): string | null {
  if (to === "errors") return null;
  const rule = rooms[from];
  if (rule === undefined || rooms[to] === undefined) {
    return `room ${rule === undefined ? from : to} is not in the import table (tools/imports/rooms.ts)`;
  }
  if (usedByCliAlone.has(to) && from !== "cli" && !rule.values.includes(to)) return `only cli may import ${to}`;
  if (rule.values.includes("*") || rule.values.includes(to)) return null;
  const types = rule.types ?? [];
  if (types.includes(to)) return typeOnly ? null : `${from} may import only types of ${to}`;
  const allowed = [...rule.values, ...types.map((name) => `${name} (types)`), "errors"].join(", ");
  return `${from} may not import ${to}; allowed: ${allowed}`;
}

function judgeDepth(to: string, target: string): string | null {
  const isDoor = target === `src/${to}.ts` || target === `src/${to}/index.ts` || furtherDoors.has(target);
  return isDoor ? null : `import ${to} through its index.ts, not ${target}`;
}

const bans: readonly { readonly pattern: RegExp; applies(path: string): boolean; readonly message: string }[] = [
  {
    pattern: /\bGPU[A-Z]\w*/g,
    applies: (path) => !path.startsWith("src/kernels/webgpu/"),
    message: "only kernels/webgpu may name a GPU type",
  },
  {
    pattern:
      /\bprocess\s*\??\.\s*(?:env|argv)\b|\bprocess\[\s*["'](?:env|argv)|\bimport\s*\{[^}]*\b(?:env|argv)\b[^}]*\}\s*from\s*"node:process"/g,
    applies: (path) => !path.startsWith("src/cli/") && !development.test(path),
    message: "only cli may read the environment or the arguments of the process",
  },
];

function findBanned(path: string, code: string): [line: number, message: string][] {
  return bans
    .filter(({ applies }) => applies(path))
    .flatMap(({ pattern, message }) =>
      [...code.matchAll(pattern)].map((match): [number, string] => [
        code.slice(0, match.index).split("\n").length,
        `${message} (${match[0]})`,
      ]),
    );
}
