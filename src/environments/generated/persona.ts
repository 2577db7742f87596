import type { Random } from "../contract.ts";
import { fill, withArticle } from "./fill.ts";
import { jsonText } from "./json-text.ts";
import { type ShortItem, shortTask } from "./short-task.ts";
import { type SimpleQuestion, simpleQuestion } from "./simple-questions.ts";
import { inventWord, JOBS, personName } from "./words.ts";

/** One instruction of a system message and what it does to an answer. `{phrase}` is drawn for each item. */
interface Rule {
  /** The column of the report. */
  readonly category: "form" | "persona";
  readonly systems: readonly string[];
  /** For the thought, after the plain answer. */
  readonly plan: string;
  apply(question: SimpleQuestion, phrase: string): string;
}

interface PersonaItem extends ShortItem {
  readonly rule: Rule;
  readonly phrase: string;
  readonly system: string;
}

const PHRASES = [
  "Over and out.",
  "Have a nice day!",
  "That is all.",
  "Yours, Hermes.",
  "As you wish.",
  "Well,",
  "Of course!",
];

const RULES: readonly Rule[] = [
  {
    category: "form",
    systems: ["Answer in upper case.", "Always write in capital letters.", "Use only upper case letters."],
    plan: "In upper case.",
    apply: ({ sentence }) => closed(sentence).toUpperCase(),
  },
  {
    category: "form",
    systems: ["Answer in lower case.", "Always write in small letters.", "Use only lower case letters."],
    plan: "In lower case.",
    apply: ({ sentence }) => closed(sentence).toLowerCase(),
  },
  {
    category: "form",
    systems: ["Answer with one word only.", "Reply with a single word.", "Use one word."],
    plan: "One word only.",
    apply: ({ answer }) => answer,
  },
  {
    category: "form",
    systems: ["End every answer with: {phrase}", "Always finish with: {phrase}"],
    plan: "Then the phrase.",
    apply: ({ sentence }, phrase) => `${closed(sentence)} ${phrase}`,
  },
  {
    category: "form",
    systems: ["Start every answer with: {phrase}", "Always begin with: {phrase}"],
    plan: "First the phrase.",
    apply: ({ sentence }, phrase) => `${phrase} ${closed(sentence)}`,
  },
  {
    category: "persona",
    systems: ["You are a pirate.", "Talk like a pirate.", "Answer as a pirate."],
    plan: "As a pirate.",
    apply: ({ sentence }) => `Arr, ${closed(sentence)}`,
  },
  {
    category: "persona",
    systems: ["You are a robot.", "Talk like a robot.", "Answer as a robot."],
    plan: "As a robot.",
    apply: ({ sentence }) => `Beep. ${closed(sentence)}`,
  },
  {
    category: "persona",
    systems: ["You are a butler.", "Talk like a butler.", "Answer as a butler."],
    plan: "As a butler.",
    apply: ({ sentence }) => `Certainly, sir. ${closed(sentence)}`,
  },
  {
    category: "form",
    systems: ['Reply in JSON: {"answer": ...}', 'Answer only with a JSON object {"answer": ...}.'],
    plan: "As JSON.",
    apply: ({ answer }) => jsonText({ answer }),
  },
  {
    category: "form",
    systems: ["Put the answer in square brackets.", "Write only the answer, in brackets [ ]."],
    plan: "In brackets.",
    apply: ({ answer }) => `[${answer}]`,
  },
];

/** System messages that change the form of an answer or who gives it. */
export const persona = shortTask<PersonaItem | NamedItem>({
  id: "persona",
  maxTokens: 90,
  partition: true,
  make: (random) => (random.chance(0.15) ? namedPersona(random) : makeItem(random)),
  followUp: (item, random) => ("rule" in item ? makeTurn(random, item.rule, item.phrase, item.system) : null),
});

type NamedItem = ShortItem & { readonly system: string };

function makeItem(random: Random): PersonaItem {
  const rule = random.pick(RULES);
  const phrase = random.chance(0.5) ? random.pick(PHRASES) : `${inventWord(random)} ${inventWord(random)}!`;
  return makeTurn(random, rule, phrase, fill(random.pick(rule.systems), { phrase }));
}

function makeTurn(random: Random, rule: Rule, phrase: string, system: string): PersonaItem {
  const simple = simpleQuestion(random);
  return {
    rule,
    phrase,
    id: `${system} | ${simple.question}`,
    category: rule.category,
    system,
    question: simple.question,
    thought: `${closed(simple.sentence)} ${rule.plan}`,
    answer: rule.apply(simple, phrase),
    check: { kind: "exact" },
  };
}

/** "You are Anna, a cook." Who are you? */
function namedPersona(random: Random): NamedItem {
  const [name, job] = [personName(random), withArticle(random.pick(JOBS))];
  const answer = `I am ${name}, ${job}.`;
  return {
    id: `named ${name}, ${job}`,
    category: "name and job",
    system: `You are ${name}, ${job}.`,
    question: random.pick(["Who are you?", "What is your name?", "Tell me who you are."]),
    thought: `My name here is ${name}.`,
    answer,
    check: { kind: "exact" },
  };
}

/** The sentence with a full stop. */
function closed(sentence: string): string {
  return sentence.endsWith(".") ? sentence : `${sentence}.`;
}
