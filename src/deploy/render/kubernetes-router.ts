import type { Command } from "../deployment-plan.ts";
import { NAMESPACE } from "../plan-router.ts";
import { labelsOf, nameLabel, startCommand } from "./kubernetes-pod.ts";
import { service } from "./kubernetes-service.ts";
import { Commented, type YamlMap } from "./print-yaml.ts";

/** The router of several copies, with the right to see which copies there are. */
export function routerResources(router: Command, copies: string): YamlMap[] {
  const name = `${copies}-router`;
  const metadata = { name, labels: labelsOf(name) };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata,
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name }],
    },
    deployment(router, name),
    service(name, router.port, nameLabel(name)),
  ];
}

function deployment(router: Command, name: string): YamlMap {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, labels: labelsOf(name) },
    spec: {
      replicas: new Commented(["One router: two would not know what the other one has sent where."], 1),
      selector: { matchLabels: nameLabel(name) },
      template: {
        metadata: { labels: labelsOf(name) },
        spec: { serviceAccountName: name, containers: [container(router)] },
      },
    },
  };
}

function container(router: Command): YamlMap {
  return {
    name: "router",
    image: router.image,
    ...startCommand(router),
    env: [{ name: NAMESPACE, valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } }],
    ports: [{ name: "http", containerPort: router.port }],
    readinessProbe: { httpGet: { path: "/readiness", port: "http" }, periodSeconds: 10 },
    livenessProbe: { httpGet: { path: "/liveness", port: "http" }, periodSeconds: 10 },
  };
}
