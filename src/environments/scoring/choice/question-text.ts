import { type ChoiceQuestion, LETTERS } from "./read-choice.ts";

/** Question, empty line, one "A) text" a line. */
export function questionText(question: string, { labels, choices }: ChoiceQuestion): string {
  return `${question.trim()}\n\n${labels.map((label, i) => `${label}) ${choices[i]}`).join("\n")}`;
}

/** "A, B or C". */
export function listedLabels(labels: readonly string[]): string {
  return labels.length < 2 ? labels.join() : `${labels.slice(0, -1).join(", ")} or ${labels.at(-1)}`;
}

/** Asks for the form that ruleAnswerTag reads. */
export function tagDemand({ labels }: ChoiceQuestion): string {
  const kind = LETTERS.includes(labels[0]!) ? "the letter" : /^\d/.test(labels[0]!) ? "the number" : "the word";
  return `Think step by step. Then give ${kind} of your answer (${listedLabels(labels)}), and nothing else, inside <answer></answer> tags, for example <answer>${labels[0]}</answer>.`;
}

/** Asks for the form that ruleAnswerLine reads. */
export function lineDemand({ labels }: ChoiceQuestion): string {
  return `Think step by step. The last line of your response must be "Answer: " and the letter of your choice (${listedLabels(labels)}), for example "Answer: ${labels[0]}".`;
}
