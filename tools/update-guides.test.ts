import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { listGuides, readCommands, updateGuide } from "./update-guides.ts";

const guides = listGuides().map((path) => [basename(path), readFileSync(path, "utf8")] as const);

describe("docs/guides", () => {
  test.each(guides)("%s shows what the command line prints (node tools/update-guides.ts)", async (_name, guide) => {
    expect(await updateGuide(guide)).toBe(guide);
  });

  test("are listed in the index, and those on other engines have a plan each", () => {
    const index = guides.find(([name]) => name === "README.md")?.[1] ?? "";
    const others = guides.filter(([name]) => name !== "README.md");
    for (const [name] of others) expect(index).toContain(`](${name})`);
    // Tests of their own run what these show.
    const tried = ["serving.md", "clients.md", "tools.md", "evaluation.md", "structured-output.md"];
    const onPlans = others.filter(([name]) => !tried.includes(name));
    expect(onPlans.length).toBeGreaterThan(2);
    for (const [name, guide] of onPlans) expect(readCommands(guide).length, name).toBeGreaterThan(0);
  });
});

test("an output that has changed is replaced, text around it is kept", async () => {
  const guide = "# A\n\n```console\n$ hermes deploy tgi --model x\n```\n\n```text\nold\n```\n\nEnd ```console```.\n";
  expect(await updateGuide(guide)).toBe(
    '# A\n\n```console\n$ hermes deploy tgi --model x\n```\n\n```text\nhermes: "tgi" is no engine there are plans for: expected vllm or sglang.\n```\n\nEnd ```console```.\n',
  );
});
