export { CompileThread, type CompileThreadLimits } from "./compile-thread.ts";
