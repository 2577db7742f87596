import { shortTask } from "./short-task.ts";

const KINDS = [
  {
    name: "greeting",
    starts: ["Hi", "Hello", "Hey", "Good morning", "Good evening", "Hello there", "Hi there", "Good day", "Greetings"],
    thought: "The user greets me.",
    answer: "Hello! How can I help you?",
    words: ["Hello"],
  },
  {
    name: "thanks",
    starts: [
      "Thanks",
      "Thank you",
      "Thank you very much",
      "Many thanks",
      "Thanks a lot",
      "Great, thanks",
      "Thank you for your help",
    ],
    thought: "The user thanks me.",
    answer: "You are welcome!",
    words: ["welcome"],
  },
  {
    name: "goodbye",
    starts: ["Goodbye", "Bye", "Bye bye", "See you", "Good night", "See you later", "I have to go"],
    thought: "The user leaves.",
    answer: "Goodbye!",
    words: ["Goodbye"],
  },
  {
    name: "how are you",
    starts: ["How are you", "How are you today", "How do you do", "Are you OK", "How is it going", "Are you well"],
    thought: "The user asks how I am.",
    answer: "I am fine, thank you. How can I help you?",
    words: ["fine"],
  },
] as const;

const TAILS = ["", "", " Hermes", ", Hermes", " friend", " my friend", ", dear Hermes", " nano"];

/** Greetings, thanks, goodbyes. */
export const smallTalk = shortTask({
  id: "small-talk",
  maxTokens: 60,
  partition: true,
  make: (random) => {
    const { name, starts, thought, answer, words } = random.pick(KINDS);
    const tail = random.pick(TAILS);
    const mark = random.pick(name === "how are you" ? ["?", "?", ""] : [".", "!", ""]);
    const text = `${random.pick<string>(starts)}${tail}${mark}`;
    const question = random.chance(0.15) ? text.toLowerCase() : text;
    return {
      id: question,
      category: "small talk",
      question,
      thought,
      answer,
      check: { kind: "words", words },
      alwaysTrained: tail === "",
    };
  },
});
