import type { Random } from "../contract.ts";

const OPENINGS = [
  "Hi. ",
  "Hello! ",
  "Hey, ",
  "Hermes, ",
  "Please tell me: ",
  "One question: ",
  "So, ",
  "OK. ",
  "Good day. ",
];

/** A question as people type it. `usual` is true for the text as it stands and for its small-letter form. */
export function varied(random: Random, question: string): { text: string; usual: boolean } {
  const draw = random.next();
  if (draw < 0.4) return { text: question, usual: true };
  if (draw < 0.5) return { text: bare(question), usual: true };
  const opening = random.pick(OPENINGS);
  return {
    text: opening + (opening.endsWith(", ") || random.chance(0.2) ? lowerFirst(question) : question),
    usual: false,
  };
}

function bare(question: string): string {
  return question.toLowerCase().replace(/[?.!]$/, "");
}

/** Small first letter, except for names and "I". */
function lowerFirst(text: string): string {
  return /^(I\b|Hermes|Nous)/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
