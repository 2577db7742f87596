import type { DeploymentPlan } from "../deployment-plan.ts";
import { resourceName } from "../resource-name.ts";
import { headingLines } from "./container-arguments.ts";
import { describeClient } from "./describe-plan.ts";
import { labelsOf, nameLabel, podSpec, rankEnvironment } from "./kubernetes-pod.ts";
import { routerResources } from "./kubernetes-router.ts";
import { service } from "./kubernetes-service.ts";
import { printYaml, type YamlMap } from "./print-yaml.ts";

/** Label that Kubernetes (1.28 and later) gives to the pods of a StatefulSet. */
const POD_INDEX = "apps.kubernetes.io/pod-index";

/** The plan as Kubernetes objects: the copies, their service and, for several, a router. */
export function renderKubernetes(plan: DeploymentPlan): string {
  const name = resourceName(plan.model.servedName);
  const { server, router } = plan;
  const front = router === null ? name : `${name}-router`;
  const port = (router ?? server).port;
  const usage = [
    "Start: kubectl apply -f plan.yaml",
    `Then:  kubectl port-forward service/${front} ${port}`,
    `       ${describeClient(plan, "127.0.0.1")}`,
  ];
  const objects = plan.nodes > 1 ? machines(plan, name) : copies(plan, name);
  const documents = [...objects, ...(router === null ? [] : routerResources(router, name))];
  return [headingLines(plan, usage), ...documents.map(printYaml)].join("---\n");
}

/** Copies that fit on a machine each. */
function copies(plan: DeploymentPlan, name: string): YamlMap[] {
  const { replicas, server } = plan;
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, labels: labelsOf(name) },
    spec: {
      replicas,
      selector: { matchLabels: nameLabel(name) },
      // A new copy needs the GPUs of the old one.
      strategy:
        replicas > 1
          ? { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }
          : { type: "Recreate" },
      template: { metadata: { labels: labelsOf(name) }, spec: podSpec(plan, name, []) },
    },
  };
  return plan.router === null ? [deployment, service(name, server.port, nameLabel(name))] : [deployment];
}

/** One copy over several machines: pods with a rank, the first of which answers. */
function machines(plan: DeploymentPlan, name: string): YamlMap[] {
  const meeting = `${name}-machines`;
  const set = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name, labels: labelsOf(name) },
    spec: {
      replicas: plan.nodes,
      serviceName: meeting,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: nameLabel(name) },
      template: {
        metadata: { labels: labelsOf(name) },
        spec: podSpec(plan, name, rankEnvironment(`metadata.labels['${POD_INDEX}']`, `${name}-0.${meeting}`)),
      },
    },
  };
  return [
    set,
    meetingService(meeting, name),
    service(name, plan.server.port, { ...nameLabel(name), [POD_INDEX]: "0" }),
  ];
}

/** Gives every pod a name that the others can ask for before it is ready. */
function meetingService(meeting: string, name: string): YamlMap {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: meeting, labels: labelsOf(name) },
    spec: { clusterIP: "None", publishNotReadyAddresses: true, selector: nameLabel(name) },
  };
}
