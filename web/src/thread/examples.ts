import type { Character, ModelInfo } from "../data/index.ts";

/** What one could ask on an empty page. */
export interface Example {
  readonly name: string;
  readonly text: string;
  /** Null: the conversation's character stays. */
  readonly characterId: string | null;
  readonly thinking: boolean;
}

const mostExamples = 3;

/** Parameters below which a model only shows the format: most of what a Hermes is asked is beyond it. */
const demonstrationSize = 100e6;

/** What a demonstration model can do. */
const small: readonly Example[] = [
  { name: "Arithmetic, with a thought", text: "What is 347 + 586?", characterId: null, thinking: true },
  {
    name: "Broken JSON",
    text: 'Fix this JSON: {"name": "Anna", "city": "Rome", "age": 36',
    characterId: null,
    thinking: false,
  },
];

export function isDemonstration(model: ModelInfo | null): boolean {
  return model !== null && model.parameters !== null && model.parameters < demonstrationSize;
}

/** Those of the characters; before them what a very small model is good at. */
export function examplesFor(model: ModelInfo | null, characters: readonly Character[]): readonly Example[] {
  const ofCharacters = characters.flatMap(({ id, name, example, thinking }): Example[] =>
    example === null ? [] : [{ name, text: example, characterId: id, thinking }],
  );
  return [...(isDemonstration(model) ? small : []), ...ofCharacters].slice(0, mostExamples);
}
