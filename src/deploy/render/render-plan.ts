import type { DeploymentPlan, PlanForm } from "../deployment-plan.ts";
import { renderCompose } from "./render-compose.ts";
import { renderKubernetes } from "./render-kubernetes.ts";
import { renderShell } from "./render-shell.ts";

/** Output forms. A new one is one file and one row. */
const renderers: Readonly<Record<PlanForm, (plan: DeploymentPlan) => string>> = {
  shell: renderShell,
  compose: renderCompose,
  kubernetes: renderKubernetes,
};

/** A plan as the text of its form: a bash script, a compose file, or Kubernetes objects. */
export function renderPlan(plan: DeploymentPlan): string {
  return renderers[plan.form](plan);
}
