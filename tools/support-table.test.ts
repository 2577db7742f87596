import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Route } from "../src/server/contract.ts";
import { routes } from "../src/server/routes/index.ts";
import { readTableNames, supportPage, updatePage } from "./support-table.ts";

const page = readFileSync(supportPage, "utf8");

test("docs/support.md shows the server's own tables (node tools/support-table.ts)", () => {
  expect(updatePage(page)).toBe(page);
});

test("the routes are shown, and the fields of every body", () => {
  const shown = new Set(readTableNames(page));
  const bodies = Map.groupBy(
    routes.filter(({ body }) => body !== undefined),
    ({ body }) => body,
  );
  expect(bodies.size).toBeGreaterThan(3);
  const hidden = [...bodies.values()]
    .map((sharing) => sharing.map(({ method, path }) => `${method} ${path}`))
    .filter((names) => !names.some((name) => shown.has(name)));
  expect(hidden).toEqual([]);
  expect(shown).toContain("routes");
});

test("a table is made of its route, and the text around it is kept", () => {
  const route: Route = {
    method: "POST",
    path: "/a/:id{.+}",
    summary: "Does | it.",
    body: {
      name: "a",
      fields: [
        { name: "c", status: "refused", schema: z.null(), note: "Not here." },
        { name: "d", status: "refused", schema: z.null(), note: "Not here." },
        { name: "b", status: "honoured", schema: z.string(), note: "Said\n<so>.", required: true },
      ],
    },
    handle: () => new Response(),
  };
  const text =
    "# A\n<!-- table: POST /a/:id{.+} -->\nold\n<!-- end of table -->\nB\n<!-- table: routes -->\n<!-- end of table -->\n";
  const fields = "| field | what becomes of it | note |\n| --- | --- | --- |\n";
  const rows = "| `b` | honoured, required | Said &lt;so>. |\n| `c`, `d` | refused | Not here. |\n";
  const list =
    "| method | path | what | guarded by |\n| --- | --- | --- | --- |\n| POST | `/a/{id}` | Does \\| it. | key |\n";
  expect(updatePage(text, [route])).toBe(
    `# A\n<!-- table: POST /a/:id{.+} -->\n\n${fields}${rows}\n<!-- end of table -->\nB\n<!-- table: routes -->\n\n${list}\n<!-- end of table -->\n`,
  );
  expect(() => updatePage("<!-- table: POST /b -->\n<!-- end of table -->", [route])).toThrow(/POST \/b/);
});
