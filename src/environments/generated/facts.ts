import { shortTask } from "./short-task.ts";
import { commonFact } from "./simple-questions.ts";
import { varied } from "./wording.ts";

/** A few facts of common knowledge; evaluated in wordings that training does not show. */
export const facts = shortTask({
  id: "facts",
  maxTokens: 50,
  partition: true,
  make: (random) => {
    const { question, answer, sentence } = commonFact(random);
    const { text, usual } = varied(random, question);
    return {
      id: text,
      category: "common knowledge",
      question: text,
      thought: "This is an easy question.",
      answer: sentence,
      check: { kind: "words", words: [answer] },
      alwaysTrained: usual,
    };
  },
});
