/** The door of the page's data: what the interface imports. */
export type * from "./contract.ts";
export type * from "./model.ts";
