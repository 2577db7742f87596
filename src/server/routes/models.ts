import type { Route, ServerContext } from "../contract.ts";
import { packageVersion } from "../package-version.ts";
import { requireModel, servedModels } from "../served-models.ts";

export const modelsRoute: Route = {
  method: "GET",
  path: "/v1/models",
  summary: "The model that is served, under each of its names.",
  handle: (_request, server) =>
    Response.json({ object: "list", data: servedModels(server).map((id) => renderModel(id, server)) }),
};

export const modelRoute: Route = {
  method: "GET",
  path: "/v1/models/:id{.+}",
  summary: "One model, by its name or an alias.",
  handle({ parameters }, server) {
    const id = parameters.id ?? "";
    requireModel(id, server);
    return Response.json(renderModel(id, server));
  },
};

/** OpenAI's fields; llama.cpp's `meta`; and under `hermes` what a page needs to know to offer what the model can. */
function renderModel(id: string, server: ServerContext): object {
  const hermes = server.hermes();
  const { facts, contextLength, weightBytes } = hermes;
  const { limits, defaults, agent } = server.options;
  return {
    id,
    object: "model",
    created: Math.floor(server.startedAt / 1000),
    owned_by: "hermes4",
    meta: {
      n_vocab: facts.vocabularySize,
      n_ctx_train: contextLength,
      n_embd: facts.hiddenSize,
      n_params: facts.parameters,
      size: weightBytes,
      hermes: {
        version: packageVersion(),
        model: hermes.modelId,
        engine: facts.engine,
        contextLength,
        sampling: { ...facts.sampling, ...defaults.sampling },
        thinking: defaults.thinking,
        thinkingBudget: defaults.thinkingBudget,
        keepCots: defaults.keepCots,
        reasoningFields: defaults.reasoningFields,
        tokenizer: hermes.tokens !== null,
        agentTools: agent?.tools.length ?? 0,
        limits: {
          messages: limits.messages,
          tools: limits.tools,
          choices: limits.choices,
          promptTokens: limits.promptTokens,
          answerTokens: limits.answerTokens,
        },
      },
    },
  };
}
