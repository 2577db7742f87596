/** Models of a hub on this computer: fetch, find, list, remove. */

export { type Alias, aliases, EMBEDDED_MODEL } from "./aliases.ts";
export { findModel, type LocalModel, notFetched } from "./find-model.ts";
export type { Licence } from "./licences.ts";
export { type ListedModel, listModels } from "./list-models.ts";
export type { PullEvent } from "./pull-event.ts";
export { type PulledModel, type PullOptions, pullModel } from "./pull-model.ts";
export { type ModelReference, parseModelReference, readModelReference } from "./reference.ts";
export { planRemoval, type Removal, removeModel } from "./remove-model.ts";
export { type HubEnvironment, type HubSettings, readHubSettings } from "./settings.ts";
