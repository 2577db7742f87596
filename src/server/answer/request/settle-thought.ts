import { effortBudget, resolveThinking, type ThinkingFields } from "../../../chat/index.ts";
import type { ServerDefaults } from "../../options.ts";

/** Where a thought is sent: in fields of its own, inside the content between its tags, or nowhere. */
export type ThoughtPlace = "fields" | "tags" | "hidden";

/** How an answer thinks, with everything decided. */
export interface ThoughtSettings {
  readonly thinking: boolean;
  /** Tokens; null for no limit. */
  readonly budget: number | null;
  readonly keepCots: boolean;
  readonly place: ThoughtPlace;
}

/**
 * Decides how an answer thinks: what the body says wins over the server's defaults. `tokenLimit` gives the most tokens of the answer,
 * of which an effort takes its share; undefined where an effort shall only switch. Rejects with HermesError "prompt-invalid" where fields
 * contradict each other.
 */
export async function settleThought(
  fields: ThinkingFields,
  defaults: ServerDefaults,
  tokenLimit: () => Promise<number | undefined>,
): Promise<ThoughtSettings> {
  const choice = resolveThinking(fields);
  const thinking = choice.thinking ?? defaults.thinking;
  const budget = async (): Promise<number | null> => {
    if (choice.effort !== undefined) return effortBudget(choice.effort, await tokenLimit()) ?? null;
    return choice.budget === undefined ? defaults.thinkingBudget : choice.budget;
  };
  return {
    thinking,
    budget: thinking ? await budget() : null,
    keepCots: choice.keepCots ?? defaults.keepCots,
    place: settlePlace(choice, defaults),
  };
}

function settlePlace(
  { shown, separate }: { readonly shown: boolean | undefined; readonly separate: boolean | undefined },
  defaults: ServerDefaults,
): ThoughtPlace {
  if (shown === false) return "hidden";
  const fields = separate ?? defaults.reasoningFields !== "tags";
  return fields ? "fields" : "tags";
}
