import { z } from "zod";
import type { ModelInfo } from "../contract.ts";
import { modelSampling } from "../defaults.ts";

const number = z.number().nullish();

/** Of GET /v1/models. What a server of ours tells beside OpenAI's fields stands in `meta.hermes`. */
const modelForm = z.object({
  id: z.string(),
  meta: z
    .object({
      n_params: number,
      hermes: z
        .object({
          contextLength: number,
          agentTools: number,
          thinking: z.boolean().nullish(),
          thinkingBudget: number,
          keepCots: z.boolean().nullish(),
          sampling: z
            .object({
              temperature: number,
              topP: number,
              topK: number,
              minP: number,
              repetitionPenalty: number,
              maxTokens: number,
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

export const modelsForm = z.object({ data: z.array(modelForm) });

export function readModel({ id, meta }: z.infer<typeof modelForm>): ModelInfo {
  const told = Object.entries(meta?.hermes?.sampling ?? {}).filter(([, value]) => typeof value === "number");
  return {
    id,
    contextLength: meta?.hermes?.contextLength ?? null,
    parameters: meta?.n_params ?? null,
    defaults: {
      thinking: meta?.hermes?.thinking ?? false,
      keepThoughts: meta?.hermes?.keepCots ?? false,
      thinkingBudget: meta?.hermes?.thinkingBudget ?? null,
    },
    sampling: { ...modelSampling, ...Object.fromEntries(told) },
  };
}

export const toolsForm = z.object({
  data: z.array(z.object({ name: z.string(), description: z.string(), source: z.string(), allowed: z.boolean() })),
  max_rounds: number,
});

export const controlForm = z.object({ success: z.boolean(), message: z.string().nullish() });

export const approvalForm = z.object({ success: z.literal(true) });

/** Of GET /ready while there is no model; `progress` counts bytes. */
export const readyForm = z.object({
  status: z.string(),
  error: z.object({ message: z.string() }).nullish(),
  progress: z.object({ done: z.number(), total: z.number() }).nullish(),
});

/** The share of the model that is loaded, from 0 to 1; null where the server does not tell. */
export function readProgress({ progress }: z.infer<typeof readyForm>): number | null {
  return progress != null && progress.total > 0 ? Math.min(1, progress.done / progress.total) : null;
}
