/** The code-size table: files, lines, median and largest file a room; fails above the limit. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A longer file must say on its first line why ("case table", "generated", …): `// long: reason`. */
const mostLines = 500;

export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly firstLine: string;
}

/** TypeScript, JavaScript and CSS sources below `folders`, tests included. Paths use "/" and start with the folder. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(tsx?|js|css)$/.test(name))
      .map((name) => {
        const text = readFileSync(join(root, folder, name), "utf8");
        return {
          path: `${folder}/${name}`,
          lines: text.split("\n").length - 1,
          firstLine: text.slice(0, text.indexOf("\n")),
        };
      }),
  );
}

/** Files over the limit that give no reason. */
export function findTooLong(files: readonly SourceFile[]): SourceFile[] {
  return files.filter((file) => file.lines > mostLines && !/\blong: \S/.test(file.firstLine));
}

/** Rows of the table, one a room, code and tests apart. */
export function renderTable(files: readonly SourceFile[]): string[] {
  const rooms = Map.groupBy(files, roomOf);
  const rows = [...rooms].sort(([a], [b]) => a.localeCompare(b)).map(([room, members]) => renderRow(room, members));
  return [
    renderCells("room", "files", "lines", "median", "largest", "", "test lines"),
    ...rows,
    renderRow("all", files),
  ];
}

function renderRow(room: string, members: readonly SourceFile[]): string {
  const isTest = ({ path }: SourceFile) => /\.test\.tsx?$/.test(path) || path.startsWith("test/");
  const code = members.filter((file) => !isTest(file)).sort((a, b) => a.lines - b.lines);
  const sum = (list: readonly SourceFile[]) => list.reduce((total, file) => total + file.lines, 0);
  const median = code[Math.floor(code.length / 2)];
  const largest = code.at(-1);
  return renderCells(
    room,
    code.length,
    sum(code),
    median?.lines ?? 0,
    largest?.lines ?? 0,
    largest?.path.split("/").at(-1) ?? "",
    sum(members.filter(isTest)),
  );
}

function renderCells(room: string, ...cells: readonly (string | number)[]): string {
  const widths = [6, 7, 8, 9, 28, 12];
  return (
    room.padEnd(16) +
    cells.map((cell, i) => (i === 4 ? `  ${cell}`.padEnd(28) : String(cell).padStart(widths[i]!))).join("")
  );
}

function roomOf({ path }: SourceFile): string {
  const [top, second, ...rest] = path.split("/");
  return top === "src" && rest.length > 0 ? `src/${second}` : top!;
}

/** Prints the table; false when a file is too long. */
export function checkCodeSize(): boolean {
  const files = readSources(".", ["src", "web", "bench", "test", "tools"]);
  for (const row of renderTable(files)) process.stdout.write(`${row}\n`);
  const tooLong = findTooLong(files);
  for (const { path, lines } of tooLong) {
    process.stderr.write(
      `${path}: ${lines} lines, at most ${mostLines}: split it, or begin it with a line "// long: <reason>"\n`,
    );
  }
  return tooLong.length === 0;
}
