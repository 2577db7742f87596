import fc from "fast-check";
import { expect, test } from "vitest";
import { normaliseMath } from "./math-delimiters.ts";

fc.configureGlobal({ seed: 45 });

const cases: readonly { readonly name: string; readonly from: string; readonly to: string }[] = [
  { name: "no mathematics", from: "plain \\* text", to: "plain \\* text" },
  { name: "dollars in a line", from: "so $x^2$ it is", to: "so $$x^2$$ it is" },
  { name: "round brackets", from: "so \\(x^2\\) it is", to: "so $$x^2$$ it is" },
  { name: "square brackets alone", from: "a\n\\[x\\]\nb", to: "a\n$$\nx\n$$\nb" },
  { name: "square brackets over lines, in a list", from: "- a\n  \\[\n  x\n  \\]", to: "- a\n  $$\n  x\n  $$" },
  { name: "square brackets in a sentence", from: "so \\[x\\] is", to: "so $$\\displaystyle x$$ is" },
  { name: "double dollars alone", from: "$$x$$", to: "$$\nx\n$$" },
  { name: "a fence stays", from: "$$\nx\n$$", to: "$$\nx\n$$" },
  { name: "money", from: "costs $5 and $10.", to: "costs $5 and $10." },
  { name: "money and mathematics", from: "costs $5, so $x=5$.", to: "costs $5, so $$x=5$$." },
  { name: "one dollar", from: "a $ sign", to: "a $ sign" },
  { name: "escaped dollars", from: "\\$x\\$", to: "\\$x\\$" },
  { name: "an escaped backslash before a bracket", from: "\\\\(x\\\\)", to: "\\\\(x\\\\)" },
  { name: "code in a line", from: "`$x$` and $y$", to: "`$x$` and $$y$$" },
  { name: "code between two backticks", from: "``a ` $x$`` $y$", to: "``a ` $x$`` $$y$$" },
  { name: "a block of code", from: "```\n$x$ \\(y\\)\n```\n$z$", to: "```\n$x$ \\(y\\)\n```\n$$z$$" },
  { name: "a block of code that is not closed", from: "```\n$x$", to: "```\n$x$" },
  { name: "not over an empty line", from: "$a\n\nb$", to: "$a\n\nb$" },
];

test.each(cases)("$name", ({ from, to }) => {
  expect(normaliseMath(from)).toBe(to);
});

test("any text comes through, with all of its letters", () => {
  const piece = fc.constantFrom(
    "$",
    "$$",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "`",
    "```",
    "\n",
    "\n\n",
    " ",
    "a",
    "5",
    "\\",
    "> ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join("");
      const letters = (value: string) => value.replaceAll("\\displaystyle", "").replaceAll(/[^a5]/g, "");
      expect(letters(normaliseMath(text))).toBe(letters(text));
    }),
  );
});

test("what is never closed does not take long", () => {
  const start = performance.now();
  for (const opener of ["\\[ ", "\\( ", "$$ ", "$a ", "`` ", "``` "]) normaliseMath(opener.repeat(5_000));
  expect(performance.now() - start).toBeLessThan(2_000);
});
