export { type AnswerBody, AnswerGuard, type GuardOptions } from "./answer-guard.ts";
export { type CallableTool, callMachine, callsMachine } from "./call-machine.ts";
export { callsOrValueMachine } from "./calls-or-value.ts";
export { GuardTokens } from "./guard-tokens.ts";
export { gapMachine, literalMachine, withFirstByte, withoutLeadingLineBreak } from "./literal-machine.ts";
export { sequenceMachine } from "./sequence-machine.ts";
