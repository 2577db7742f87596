export { createCalculator } from "./create-calculator.ts";
