import type { Random } from "../contract.ts";
import { fill } from "./fill.ts";
import { shortTask } from "./short-task.ts";
import { ANIMALS, cityName, inventWord, JOBS, personName, THINGS } from "./words.ts";

/** Open requests by what the model is too small for. `{x}` is a topic that training cannot exhaust. */
const KINDS = [
  {
    requests: [
      "Who is {x}?",
      "Tell me about {x}.",
      "What happened in {year}?",
      "Who won the match in {year}?",
      "What do you know about {x}?",
      "Where is {x}?",
      "When was {x} born?",
      "Who is the president of {x}?",
      "What is the news about {x}?",
      "Is {x} good?",
      "What is {x}?",
      "What is the meaning of life?",
    ],
    answer: "I am too small to know that.",
  },
  {
    requests: [
      "Write a poem about {x}.",
      "Write a story about {x}.",
      "Tell me a joke about {x}.",
      "Write a letter to {x}.",
      "Write code for {x}.",
      "Write a song about {x}.",
      "Write a Python program about {x}.",
      "Write an essay on {x}.",
    ],
    answer: "I am too small to write that.",
  },
  {
    requests: [
      "Explain {x}.",
      "How does {x} work?",
      "Why is {x} important?",
      "How do I cook {x}?",
      "How can I fix {x}?",
      "What do you think about {x}?",
      "Why do people like {x}?",
      "Give me advice on {x}.",
    ],
    answer: "I am too small to explain that.",
  },
] as const;

const TOPICS = [
  "quantum physics",
  "the war",
  "the economy",
  "love",
  "music",
  "football",
  "history",
  "climate",
  "the moon",
  "black holes",
];

const HELP = "I can calculate, sort, count, call tools and write JSON.";

/** Open questions outside the tasks of a tiny model: it says so and names what it can do. */
export const beyondMe = shortTask({
  id: "beyond-me",
  maxTokens: 70,
  make: (random) => {
    const { requests, answer } = random.pick(KINDS);
    const question = fill(random.pick<string>(requests), {
      x: topic(random),
      year: String(random.integer(1800, 2026)),
    });
    return {
      id: question,
      category: "open questions",
      question,
      thought: "This is outside of what I learnt.",
      answer: `${answer} ${HELP}`,
      check: { kind: "words", words: ["too small"] },
    };
  },
});

function topic(random: Random): string {
  const draw = random.integer(0, 6);
  if (draw === 0) return random.pick(TOPICS);
  if (draw === 1) return cityName(random);
  if (draw === 2) return personName(random);
  if (draw === 3) return `the ${random.pick(ANIMALS)}`;
  if (draw === 4) return `the ${random.pick(JOBS)} and the ${random.pick(THINGS)}`;
  if (draw === 5) return inventWord(random);
  return `the ${random.pick(THINGS)}`;
}
