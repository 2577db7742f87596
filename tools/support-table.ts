/**
 * Writes what the server's own tables say into docs/support.md: node tools/support-table.ts
 * A block between `<!-- table: NAME -->` and `<!-- end of table -->` is made anew; a test compares. NAME is `routes`,
 * `JSON Schema`, or `POST /v1/…`, for the fields of that route's body.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Route } from "../src/server/contract.ts";
import type { BodyTable, FieldStatus } from "../src/server/fields/field.ts";
import { printPath } from "../src/server/openapi/route-path.ts";
import { routes } from "../src/server/routes/index.ts";
import { schemaHead, schemaRows } from "./schema-table.ts";

export const supportPage = fileURLToPath(new URL("../docs/support.md", import.meta.url));

const BLOCK = /(<!-- table: (.*) -->\n)([\s\S]*?)(<!-- end of table -->)/g;

/** The names of the tables that a page shows. */
export function readTableNames(page: string): readonly string[] {
  return [...page.matchAll(BLOCK)].map((match) => match[2] ?? "");
}

/** The page with its tables as they are today. Throws for a name that stands for no table. */
export function updatePage(page: string, all: readonly Route[] = routes): string {
  return page.replace(BLOCK, (_block, begin: string, name: string, _old: string, end: string) => {
    return `${begin}\n${renderNamed(name, all)}\n${end}`;
  });
}

function renderNamed(name: string, all: readonly Route[]): string {
  if (name === "routes") return renderRoutes(all);
  if (name === "JSON Schema") return renderTable(schemaHead, schemaRows());
  const body = all.find(({ method, path }) => `${method} ${path}` === name)?.body;
  if (body === undefined) throw new Error(`docs/support.md wants a table of "${name}": no such route with a body`);
  return renderTable(["field", "what becomes of it", "note"], renderFields(body));
}

/** What works is read more often than what does not. */
const ORDER: readonly FieldStatus[] = ["honoured", "inert", "refused"];

/** The rows of a table; fields of which the same is said share one. */
function renderFields({ fields }: BodyTable): string[][] {
  const sorted = fields.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  const rows = new Map<string, { names: string[]; fate: string; note: string }>();
  for (const { name, status, note, required } of sorted) {
    const fate = required ? `${status}, required` : status;
    const key = `${fate} ${note}`;
    const row = rows.get(key) ?? { names: [], fate, note };
    row.names.push(code(name));
    rows.set(key, row);
  }
  return [...rows.values()].map(({ names, fate, note }) => [names.join(", "), fate, note]);
}

function renderRoutes(all: readonly Route[]): string {
  const rows = all.map(({ method, path, summary, open }) => [
    method,
    code(printPath(path)),
    summary,
    open ? "open" : "key",
  ]);
  return renderTable(["method", "path", "what", "guarded by"], rows);
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows.map((row) => row.map(escapeCell))];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function code(text: string): string {
  return `\`${text}\``;
}

function escapeCell(text: string): string {
  // Markdown would take a tag for one of its own.
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
}

if (import.meta.main) writeFileSync(supportPage, updatePage(readFileSync(supportPage, "utf8")));
