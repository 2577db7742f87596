import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { listGuides, readCommands, updateGuide } from "./update-guides.ts";

const guides = listGuides().map((path) => [basename(path), readFileSync(path, "utf8")] as const);

describe("docs/guides", () => {
  test.each(guides)("%s shows what the command line prints (node tools/update-guides.ts)", async (_name, guide) => {
    expect(await updateGuide(guide)).toBe(guide);
  });

  test("have a plan each, the index excepted, and are listed in it", () => {
    const index = guides.find(([name]) => name === "README.md")?.[1] ?? "";
    const others = guides.filter(([name]) => name !== "README.md");
    expect(others.length).toBeGreaterThan(2);
    for (const [name, guide] of others) {
      expect(readCommands(guide).length, name).toBeGreaterThan(0);
      expect(index).toContain(`](${name})`);
    }
  });
});

test("an output that has changed is replaced, text around it is kept", async () => {
  const guide = "# A\n\n```console\n$ hermes deploy tgi --model x\n```\n\n```text\nold\n```\n\nEnd ```console```.\n";
  expect(await updateGuide(guide)).toBe(
    '# A\n\n```console\n$ hermes deploy tgi --model x\n```\n\n```text\nhermes: "tgi" is no engine there are plans for: expected vllm or sglang.\n```\n\nEnd ```console```.\n',
  );
});
