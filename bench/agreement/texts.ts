import { profiles, renderPrompt } from "../../src/chat/index.ts";
import { environments, heldOutItems } from "../../src/environments/index.ts";
import { loadTokenizer } from "../../src/tokenizer/index.ts";

/** A text whose tokens from `answerFrom` on are judged: the model is asked for each after all those before it. */
export interface JudgedText {
  readonly tokens: Uint32Array;
  readonly answerFrom: number;
}

/** Held-out questions of every environment with their right answers, thinking and not. */
export async function demonstrations(folder: string, itemsPerCategory: number): Promise<JudgedText[]> {
  const tokenizer = await loadTokenizer(folder);
  const { endOfTurnToken } = profiles.llama3;
  const texts: JudgedText[] = [];
  for (const environment of environments) {
    for (const { item } of heldOutItems(environment, itemsPerCategory)) {
      for (const mode of ["reasoning", "plain"] as const) {
        const { messages, tools, thinking, keepCots } = environment.prompt(item, mode);
        const { segments } = renderPrompt({
          profile: "llama3",
          messages,
          ...(tools ? { tools } : {}),
          thinking: thinking ?? false,
          keepCots: keepCots ?? false,
          addGenerationPrompt: true,
        });
        const prompt = tokenizer.encodeSegments(segments);
        const answer = tokenizer.encodeSegments([
          { text: environment.demonstrate(item, mode), source: "assistant" },
          { text: endOfTurnToken, source: "template" },
        ]);
        texts.push({ tokens: Uint32Array.from([...prompt, ...answer]), answerFrom: prompt.length });
      }
    }
  }
  return texts;
}

/** For random weights any text is as good as another. */
export function arbitraryText(length: number, vocabularySize: number): JudgedText {
  return { tokens: Uint32Array.from({ length }, (_, i) => (i * i * 31 + i * 7) % vocabularySize), answerFrom: 1 };
}
