export { joinedMachine } from "./joined-machine.ts";
export { choicePart, machinePart, type Part, repeatPart, sequencePart } from "./part.ts";
