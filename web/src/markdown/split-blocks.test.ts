import fc from "fast-check";
import { expect, test } from "vitest";
import { splitBlocks } from "./split-blocks.ts";

fc.configureGlobal({ seed: 45 });

const cases: readonly { readonly name: string; readonly blocks: readonly string[] }[] = [
  { name: "nothing", blocks: [] },
  { name: "one paragraph", blocks: ["one\ntwo\n"] },
  { name: "paragraphs", blocks: ["one\n\n", "two\n\n\n", "three"] },
  { name: "a heading and text", blocks: ["# Title\n\n", "text"] },
  { name: "a list with air between its items", blocks: ["- one\n\n- two\n\n  more of two\n\n", "text"] },
  { name: "a numbered list", blocks: ["1. one\n\n2. two\n\n", "text"] },
  { name: "code with empty lines", blocks: ["```js\na\n\nb\n```\n\n", "text"] },
  { name: "code that is not closed yet", blocks: ["text\n\n", "```js\na\n\nb"] },
  { name: "a longer fence around a shorter one", blocks: ["````md\n```\n\na\n```\n\nb\n````\n\n", "text"] },
  { name: "tildes around backticks", blocks: ["~~~\n```\n\nb\n~~~\n\n", "text"] },
  { name: "mathematics with empty lines", blocks: ["$$\na\n\nb\n$$\n\n", "text"] },
  { name: "mathematics on one line", blocks: ["$$ a $$\n\n", "text"] },
  { name: "code in a list", blocks: ["- item\n\n  ```\n\ncode\n  ```\n\n", "text"] },
  { name: "definitions keep everything together", blocks: ["see [it]\n\ntext\n\n[it]: https://example.org\n"] },
  { name: "footnotes too", blocks: ["see[^1]\n\n[^1]: there\n"] },
];

test.each(cases)("$name", ({ blocks }) => {
  expect(splitBlocks(blocks.join(""))).toEqual(blocks);
});

test("no character is lost, and a growing text changes its last pieces only", () => {
  const line = fc.constantFrom(
    "text",
    "",
    "- item",
    "  more",
    "```",
    "````",
    "$$",
    "> quote",
    "1. one",
    "# head",
    "~~~",
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), line, (lines, next) => {
      const before = splitBlocks(lines.map((text) => `${text}\n`).join(""));
      const after = splitBlocks([...lines, next].map((text) => `${text}\n`).join(""));
      expect(before.join("")).toBe(lines.map((text) => `${text}\n`).join(""));
      expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
    }),
  );
});
