import { type GeneratedEnvironment, heldOutItems, type Mode, type Score } from "../../src/environments/index.ts";
import type { ChatRequest } from "../../src/hermes.ts";

/** One scored completion. */
export interface EvalRow {
  readonly environment: string;
  readonly category: string;
  readonly mode: Mode;
  readonly itemId: string;
  /** The raw completion, thought included. */
  readonly completion: string;
  readonly finishReason: string;
  readonly completionTokens: number;
  readonly score: Score;
}

/** What evaluation needs of a model. */
export interface EvalModel {
  chat(request: ChatRequest): Promise<{
    readonly raw: string;
    readonly finishReason: string;
    readonly usage: { readonly completionTokens: number };
  }>;
}

export interface EvalPlan {
  readonly environments: readonly GeneratedEnvironment<unknown>[];
  readonly modes: readonly Mode[];
  /** Most items per category. */
  readonly limit: number;
  /** Seed of the eval split. */
  readonly seed: number;
}

export function countCompletions({ environments, modes, limit, seed }: EvalPlan): number {
  return (
    modes.length * environments.reduce((sum, environment) => sum + heldOutItems(environment, limit, seed).length, 0)
  );
}

/** Greedy completions of the held-out items, scored as soon as they are there. */
export async function* evaluate(model: EvalModel, plan: EvalPlan): AsyncGenerator<EvalRow> {
  for (const environment of plan.environments) {
    for (const { item, category } of heldOutItems(environment, plan.limit, plan.seed)) {
      for (const mode of plan.modes) {
        const request = { ...environment.prompt(item, mode), sampling: { temperature: 0 } };
        const { raw, finishReason, usage } = await model.chat(request);
        yield {
          environment: environment.id,
          category,
          mode,
          itemId: environment.itemId(item),
          completion: raw,
          finishReason,
          completionTokens: usage.completionTokens,
          score: environment.score(item, { completion: raw, mode }),
        };
      }
    }
  }
}
