import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createOutputParser } from "../../chat/index.ts";
import { ThoughtTracker } from "./thought-tracker.ts";

fc.configureGlobal({ seed: 45 });

type Start = "answer" | "reasoning" | "content";

/** The answer cut into pieces, told apart. */
function track(pieces: readonly string[], start: Start): { thought: string; answer: string; open: boolean } {
  const tracker = new ThoughtTracker(start);
  let [thought, answer] = ["", ""];
  for (const piece of pieces) {
    const tracked = tracker.push(piece);
    thought += tracked.thought;
    answer += tracked.answer;
  }
  return { thought, answer: answer + tracker.finish(), open: tracker.insideThought };
}

const cases: { name: string; text: string; start?: Start; thought: string; open?: boolean }[] = [
  { name: "thought, then answer", text: "<think>\na\n</think>b\n", thought: "<think>\na\n</think>" },
  { name: "line breaks behind the thought", text: "<think>a</think>\r\n\nb\n", thought: "<think>a</think>\r\n\n" },
  { name: "white space before the thought", text: " \n\t<think>a</think>b", thought: " \n\t<think>a</think>" },
  { name: "no thought", text: "hello", thought: "" },
  { name: "only white space", text: " \n", thought: "" },
  { name: "a look-alike", text: "<thinking>a</think>", thought: "" },
  { name: "a beginning of the tag", text: "<thi", thought: "" },
  { name: "a thought in the middle is text", text: "a<think>b</think>", thought: "" },
  { name: "unclosed", text: "<think>a</thin", thought: "<think>a</thin", open: true },
  { name: "prefilled thought", text: "a</think>b</think>", start: "reasoning", thought: "a</think>" },
  { name: "behind a prefilled thought", text: "<think>a", start: "content", thought: "" },
];

describe("ThoughtTracker", () => {
  test.each(cases)("$name", ({ text, start = "answer", thought, open = false }) => {
    for (const pieces of [[text], [...text], [text.slice(0, 3), text.slice(3)]]) {
      expect(track(pieces, start)).toEqual({ thought, answer: text.slice(thought.length), open });
    }
  });

  test("agrees with the output parser on where the thought is, whatever the pieces", () => {
    const fragments = ["<think>", "</think>", "<th", "ink>", "</", "think>", " ", "\n", "a", "<tool_call>"];
    const pieces = fc.array(fc.constantFrom(...fragments), { maxLength: 12 });
    fc.assert(
      fc.property(pieces, fc.constantFrom<Start>("answer", "reasoning", "content"), (list, start) => {
        const parser = createOutputParser({ start });
        for (const piece of list) parser.push(piece);
        expect(track(list, start).open).toBe(parser.insideThought);
      }),
    );
  });
});
