export { structuralTagMachine } from "./structural-tag-machine.ts";
