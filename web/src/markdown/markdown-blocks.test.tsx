import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { MarkdownBlocks, MarkdownPiece } from "./markdown-blocks.tsx";

fc.configureGlobal({ seed: 45 });

const draw = (text: string) => renderToStaticMarkup(<MarkdownBlocks text={text} />);
const drawWhole = (text: string) => renderToStaticMarkup(<MarkdownPiece text={text} />);

/** Line breaks between blocks carry no meaning. */
const squeeze = (html: string) =>
  html
    .replaceAll(/\s*\n\s*/g, "\n")
    .replaceAll(">\n<", "><")
    .trim();

test("pieces look like the whole", () => {
  const block = fc.constantFrom(
    "# Title\n\n",
    "text with **bold** and `code`\nsecond line\n\n",
    "- one\n- two\n\n",
    "1. one\n\n2. two\n\n   more\n\n",
    "> quoted\n\n",
    "```js\nconst a = 1;\n\nconst b = 2;\n```\n\n",
    "$$\nx\n\ny\n$$\n\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
    "---\n\n",
    "Price: $5 or $x$.\n\n",
  );
  fc.assert(
    fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
      const text = blocks.join("");
      expect(squeeze(draw(text))).toBe(squeeze(drawWhole(text)));
    }),
    { numRuns: 60 },
  );
});

test("tags are text", () => {
  expect(draw("a <b>bold</b> <script>alert(1)</script>")).toBe(
    "<p>a &lt;b&gt;bold&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>",
  );
});

test("links open apart and tell nothing; others are text", () => {
  expect(draw("[a](https://example.org)")).toContain(
    '<a href="https://example.org" target="_blank" rel="noopener noreferrer nofollow"',
  );
  expect(draw("[a](javascript:alert(1))")).not.toContain("<a");
});

test("images are named, not fetched", () => {
  const html = draw("![a cat](https://example.org/cat.png)");
  expect(html).not.toContain("<img");
  expect(html).toContain("a cat");
});

test("code is coloured in the languages that are known", () => {
  expect(draw("```python\ndef f(): pass\n```")).toContain('<span class="hljs-keyword">def</span>');
  expect(draw("```klingon\ndef f(): pass\n```")).not.toContain("hljs-keyword");
});
