import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runTestCli } from "../src/cli/test-terminal.ts";
import { renderImportTable } from "../tools/imports/render-table.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(root + path, "utf8");
const architecture = read("ARCHITECTURE.md");

describe("ARCHITECTURE.md", () => {
  test("shows the import table that is checked", () => {
    const rooms = new Set(readdirSync(`${root}src`).map((name) => name.replace(/\.ts$/, "")));
    expect(architecture).toContain(`\`\`\`\n${renderImportTable(rooms)}\`\`\``);
  });

  test("lists the stream parts that exist", () => {
    const declared = [...read("src/chat/stream-part.ts").matchAll(/readonly type: "([a-z-]+)"/g)].map(
      (match) => match[1],
    );
    const listed = [...architecture.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]);
    expect(listed).toEqual(declared);
  });

  test("stays short enough to be read", () => {
    expect(architecture.split("\n").length).toBeLessThanOrEqual(121);
  });
});

describe("the documents", () => {
  const guides = readdirSync(`${root}docs/guides`).map((name) => `docs/guides/${name}`);
  const pages = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/decisions/README.md"];
  const documents = [...pages, "docs/support.md", ...guides];

  test.each(documents)("%s links to files that exist", (document) => {
    const links = [...read(document).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map((match) => match[1]!);
    const folder = document.replace(/[^/]*$/, "");
    expect(links.filter((link) => !existsSync(root + folder + link))).toEqual([]);
  });

  test("the README's tree names rooms that exist, and all of them", () => {
    const tree = /^src\/\n((?: {2}.*\n)+)/m.exec(read("README.md"))?.[1] ?? "";
    const named = [...tree.matchAll(/^ {2}([\w.-]+)\/? /gm)].map((match) => match[1]!);
    const existing = readdirSync(`${root}src`).filter((name) => !name.endsWith(".test.ts"));
    expect(named.toSorted()).toEqual(existing.toSorted());
  });

  test("the README names every option of hermes run", async () => {
    const { output } = await runTestCli(["run", "--help"]);
    const options = [...output.matchAll(/^ {2}(--[a-z-]+)/gm)].map((match) => match[1]!);
    expect(options.length).toBeGreaterThan(12);
    expect(options.filter((option) => !read("README.md").includes(option))).toEqual([]);
  });

  test("scripts named in the documents exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = documents.flatMap((document) =>
      [...read(document).matchAll(/npm run ([\w:]+)/g)].map((match) => match[1]!),
    );
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
    for (const command of Object.values(scripts)) {
      const script = /(?:tools|bench)\/[\w-]+\.ts/.exec(command)?.[0];
      expect(script === undefined || existsSync(root + script), command).toBe(true);
    }
  });
});
