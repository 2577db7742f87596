import type { Random } from "../contract.ts";
import { pickSome } from "../random.ts";
import { fill } from "./fill.ts";
import { type HistoryTurn, type ShortItem, shortTask } from "./short-task.ts";
import { simpleQuestion } from "./simple-questions.ts";
import type { ValueKind } from "./values.ts";
import * as v from "./values.ts";

/** Something a user tells about herself and asks for later. */
interface PersonalFact {
  readonly name: string;
  readonly kind: ValueKind;
  readonly tell: readonly string[];
  readonly ask: readonly string[];
}

const FACTS: readonly PersonalFact[] = [
  {
    name: "name",
    kind: v.person,
    tell: ["My name is {v}.", "I am {v}.", "Hello, I am called {v}."],
    ask: ["What is my name?", "Who am I?", "Do you remember my name?"],
  },
  {
    name: "favorite color",
    kind: v.colour,
    tell: ["My favorite color is {v}.", "I like the color {v} best."],
    ask: ["What is my favorite color?", "Which color do I like best?"],
  },
  {
    name: "lucky number",
    kind: v.integer(2, 999),
    tell: ["My lucky number is {v}.", "Remember my lucky number {v}."],
    ask: ["What is my lucky number?", "Which lucky number did I tell you?"],
  },
  {
    name: "city",
    kind: v.city,
    tell: ["I live in {v}.", "My city is {v}."],
    ask: ["Where do I live?", "What is my city?"],
  },
  {
    name: "pet",
    kind: v.animal,
    tell: ["I have a pet, the {v}.", "My pet is the {v}."],
    ask: ["What is my pet?", "Which pet do I have?"],
  },
  {
    name: "code word",
    kind: v.thing,
    tell: ["The code word is {v}.", "Remember the code word {v}."],
    ask: ["What is the code word?", "Tell me the code word."],
  },
];

/** A fact told earlier in the conversation and asked later, or asked without having been told. */
export const memory = shortTask({ id: "memory", maxTokens: 80, make: makeItem });

function makeItem(random: Random): ShortItem {
  const facts = pickSome(random, FACTS, random.integer(1, 2));
  const told = facts.map((fact) => ({ fact, value: fact.kind.draw(random).text }));
  const turns: HistoryTurn[] = told.map(({ fact, value }) => ({
    user: fill(random.pick(fact.tell), { v: value }),
    thought: `The user tells the ${fact.name}: ${value}.`,
    assistant: fact.name === "name" ? `Nice to meet you, ${value}.` : `I will remember the ${fact.name} ${value}.`,
  }));
  if (random.chance(0.3)) {
    const { question, sentence } = simpleQuestion(random);
    turns.push({ user: question, thought: "This is an easy question.", assistant: sentence });
  }
  const known = random.chance(0.85);
  const asked = known ? random.pick(told).fact : random.pick(FACTS.filter((fact) => !facts.includes(fact)));
  const value = told.find(({ fact }) => fact === asked)?.value;
  const owner = asked.name === "code word" ? "the" : "your";
  return {
    id: `${turns.map(({ user }) => user).join(" ")} | ${asked.name}`,
    category: value === undefined ? "not told" : told.length === 1 ? "one fact" : "two facts",
    history: turns,
    question: random.pick(asked.ask),
    thought: value === undefined ? `The ${asked.name} was not told.` : `The ${asked.name} is ${value}.`,
    answer:
      value === undefined
        ? `You have not told me ${owner} ${asked.name}.`
        : `${owner === "the" ? "The" : "Your"} ${asked.name} is ${value}.`,
    check: { kind: "words", words: [value ?? "not told"] },
  };
}
