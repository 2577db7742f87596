import { type CacheWishes, type MachineMemory, type PlanModelOptions, planModel } from "../../model/index.ts";
import { renderPlan } from "../render-plan.ts";
import { renderBytes } from "../rows.ts";
import type { Finding } from "./finding.ts";

/** Whether a model fits and how fast it can answer at most: a token reads all weights once. */
export function judgeModel(
  folder: string,
  options: PlanModelOptions,
  wishes: CacheWishes,
  memory: MachineMemory,
  bytesPerSecond: number,
): Finding[] {
  const model = planModel(folder, options);
  const { rows, fits } = renderPlan(model, memory, wishes);
  const value = (name: string) => rows.find(([row]) => row === name)?.[1] ?? "";
  const tokensPerSecond = bytesPerSecond / model.plan.bytesPerToken;
  const facts = { ...model.plan, fits };
  return [
    fits
      ? { name: "model", status: "ok", text: `fits: ${value("memory needed")}`, facts }
      : { name: "model", status: "problem", text: value("fits"), facts },
    {
      name: "decode",
      status: "ok",
      text: `memory allows ${tokensPerSecond.toFixed(1)} tokens/s: each reads ${renderBytes(model.plan.bytesPerToken)} (--compute ${model.compute})`,
      facts: { tokensPerSecond, bytesPerToken: model.plan.bytesPerToken },
    },
  ];
}
