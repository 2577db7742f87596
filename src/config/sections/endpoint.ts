import { filePath, oneOf, orNull, text } from "../kinds.ts";
import { setting } from "../setting.ts";

/** How to speak to an OpenAI-compatible endpoint, where the model is an address. */
export const endpointSettings = {
  /** What the endpoint is: vllm, sglang, llama-cpp, ollama, openrouter, … */
  kind: setting(orNull(text), null, "endpoint"),
  /** Which of its models, where it has several. */
  served: setting(orNull(text), null, "served"),
  /** "completions" sends our prompt, "chat" lets the endpoint render. */
  mode: setting(orNull(oneOf(["completions", "chat"])), null, "mode"),
  /** Prompt format of its model. */
  profile: setting(orNull(oneOf(["llama3", "chatml"])), null, "profile"),
  /** File with the endpoint's key. */
  keyFile: setting(orNull(filePath), null, "keyFile"),
};
