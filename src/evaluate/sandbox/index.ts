export { type OpenedSandbox, openSandbox } from "./open-sandbox.ts";
