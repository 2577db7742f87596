export { ebnfMachine } from "./ebnf-machine.ts";
