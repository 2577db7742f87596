/** `hermes4/ai-sdk`: Hermes as a provider of the AI SDK. */
export { createHermes, type HermesProvider, type HermesProviderSettings } from "./create-hermes.ts";
export type { HermesProviderOptions } from "./hermes-options.ts";
