import type { DeploymentRequest } from "./deployment-plan.ts";
import type { Engine } from "./engines/engine.ts";

/** What a reader of the plan should know beside the flags. */
export function collectNotes(request: DeploymentRequest, engine: Engine): readonly string[] {
  const { model, nodes, form, engine: name } = request;
  const notes = [
    `${engine.title} renders the ${model.promptProfile} prompts of this model from its own template; thinking is off unless a request says chat_template_kwargs {"thinking": true}.`,
  ];
  if (model.weightForm === "float8") {
    notes.push(
      "The weights are FP8: GPUs of compute capability 8.9 and later (Ada, Hopper, Blackwell) multiply in FP8. Older ones hold the same bytes and compute in 16 bits, more slowly.",
    );
  }
  if (nodes > 1) {
    notes.push(
      "Start it on every machine; the weights must be on all of them. The traffic between the machines is neither encrypted nor checked: keep it in a private network.",
    );
  }
  if (model.namesSampling === null) {
    notes.push(
      "If the log shows no sampling from generation_config.json, requests should carry what the card says: temperature 0.6, top_p 0.95, top_k 20.",
    );
  }
  if (model.namesSampling === false && name === "sglang") {
    notes.push(
      "This model's generation_config.json names no sampling and SGLang has no option for it: requests should carry temperature 0.6, top_p 0.95, top_k 20.",
    );
  }
  if (form !== "shell") {
    notes.push("Replace latest by the release that you have tried: options change between releases.");
  }
  return notes;
}
