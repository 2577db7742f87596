import type { Character } from "../model.ts";

const shared = { builtIn: true, changedAt: 0 } as const;

/** Characters that come with the page: the examples of the published model cards, and the thinking one. */
export const builtInCharacters: readonly Character[] = [
  {
    ...shared,
    id: "built-in-card",
    name: "Hermes 4 (model card)",
    system: "You are Hermes 4, a capable, neutrally-aligned assistant. Prefer concise, correct answers.",
    example: "Explain the difference between BFS and DFS to a new CS student.",
    thinking: false,
  },
  {
    ...shared,
    id: "built-in-concise",
    name: "Hermes 4, concise",
    system: "You are Hermes 4. Be concise and helpful.",
    example: "Explain the photoelectric effect simply.",
    thinking: false,
  },
  {
    ...shared,
    id: "built-in-thinking",
    name: "Deep thinker",
    // Without a prompt of its own: the model's template adds the publisher's thinking prompt.
    system: "",
    example: "A farmer has 17 sheep; all but 9 run away. How many are left? Check the answer before giving it.",
    thinking: true,
  },
];
