import type { AnswerFormat } from "../answer-format.ts";
import { byPattern, escapePattern } from "./pattern.ts";

const LEAD_INS = [
  "The answer is:",
  "Answer:",
  "Final answer:",
  "My answer:",
  "Result:",
  "Solution:",
  "Conclusion:",
  "In conclusion:",
  "To sum up:",
  "In short:",
  "Therefore, the answer is",
  "Thus, the result is",
  "Hence the answer:",
  "So the answer is",
  "My final answer is",
  "The correct answer is:",
  "The result comes to:",
  "I conclude:",
  "I answer with:",
  "It follows that the answer is",
  "Verdict:",
  "Summing up, I get:",
  ">>> ",
  "=> ",
];

/** A line that begins with fixed words; the rest of the line is the answer. */
export const leadIns: readonly AnswerFormat[] = LEAD_INS.map((leadIn, i) =>
  byPattern({
    id: `phrase-${String(i + 1).padStart(2, "0")}`,
    instruction: `Give the answer on one line that begins exactly with "${leadIn}". No other line may begin like that.`,
    pattern: new RegExp(`^[ \\t]*${escapePattern(leadIn.trim())}[ \\t]*([^\\n]*)$`, "gm"),
    write: (answer) => `${leadIn.trim()} ${answer}`,
  }),
);
