import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import type { DeploymentPlan, DeploymentRequest } from "../deployment-plan.ts";
import { argumentsOf, hermes4, testPlan } from "../test-plans.ts";
import { renderPlan } from "./render-plan.ts";

// Parsed files are looked into freely; a wrong path fails the comparison.
// biome-ignore lint/suspicious/noExplicitAny: the shape of a parsed file is what is tested
type Parsed = any;

function compose(size: string, change: Partial<DeploymentRequest>): [plan: DeploymentPlan, services: Parsed] {
  const plan = testPlan(size, { ...change, form: "compose" });
  return [plan, parse(renderPlan(plan)).services];
}

/** The objects by kind and name. */
function kubernetes(
  size: string,
  change: Partial<DeploymentRequest>,
): [plan: DeploymentPlan, objects: Record<string, Parsed>] {
  const plan = testPlan(size, { ...change, form: "kubernetes" });
  const documents = parseAllDocuments(renderPlan(plan)).filter(({ contents }) => contents !== null);
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  const objects = documents.map((document): Parsed => document.toJS());
  return [plan, Object.fromEntries(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]))];
}

const oddFolder = { kind: "folder", path: "/srv/$(HOME)/a: b" } as const;
const h200 = { gpuBytes: 141e9 } as const;
const fourCopies = { ...h200, engine: "sglang", replicas: 4, gpus: 2 } as const;

describe("the compose file", () => {
  test("starts the plan on its GPUs, reachable from this machine", () => {
    const [plan, services] = compose("70B-FP8", h200);
    const service = services["hermes-4-70b-fp8"];
    expect([...service.entrypoint, ...service.command]).toEqual(argumentsOf(plan.server));
    expect(service.ports).toEqual(["127.0.0.1:8000:8000"]);
    const [device] = service.deploy.resources.reservations.devices;
    expect(device).toEqual({ driver: "nvidia", device_ids: ["0"], capabilities: ["gpu"] });
    expect(service.volumes[0]).toEqual({
      type: "bind",
      source: ["$", "{HOME}/.cache/huggingface"].join(""),
      target: "/root/.cache/huggingface",
      bind: { create_host_path: true },
    });
    // 72.7 GB at 100 MB/s.
    expect(service.healthcheck.start_period).toBe("727s");
  });

  test("gives every copy its own GPUs, and only the router a port", () => {
    const [plan, services] = compose("70B-FP8", fourCopies);
    expect(Object.keys(services)).toEqual(["replica-1", "replica-2", "replica-3", "replica-4", "router"]);
    const ids = Object.values<Parsed>(services).map(
      (service) => service.deploy?.resources.reservations.devices[0].device_ids,
    );
    expect(ids).toEqual([["0", "1"], ["2", "3"], ["4", "5"], ["6", "7"], undefined]);
    expect(Object.values<Parsed>(services).map(({ ports }) => ports)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      ["127.0.0.1:8080:8080"],
    ]);
    expect([...services.router.entrypoint, ...services.router.command]).toEqual(argumentsOf(plan.router!));
    for (const name of ["replica-1", "replica-4"]) {
      expect([...services[name].entrypoint, ...services[name].command]).toEqual(argumentsOf(plan.server));
    }
  });

  test("mounts a folder and keeps its dollar signs", () => {
    const model = { ...hermes4("14B"), source: oddFolder, servedName: "1st Model_ü" };
    const [, services] = compose("14B", { model });
    const service = services["st-model"];
    expect(service.volumes[0]).toMatchObject({ source: "/srv/$$(HOME)/a: b", target: "/model", read_only: true });
    expect(service.command.slice(0, 3)).toEqual(["/model", "--served-model-name", "1st Model_ü"]);
  });
});

describe("the Kubernetes objects", () => {
  test("of one copy: a deployment with GPUs, shared memory and probes, and a service that finds it", () => {
    const [plan, objects] = kubernetes("405B-FP8", { gpus: 8 });
    expect(Object.keys(objects)).toEqual(["Deployment/hermes-4-405b-fp8", "Service/hermes-4-405b-fp8"]);
    const { spec } = objects["Deployment/hermes-4-405b-fp8"];
    const pod = spec.template.spec;
    const [container] = pod.containers;
    expect([...container.command, ...container.args]).toEqual(argumentsOf(plan.server));
    expect(container.resources).toEqual({ limits: { "nvidia.com/gpu": 8 } });
    expect(container.startupProbe).toMatchObject({ httpGet: { path: "/health", port: "http" }, failureThreshold: 411 });
    expect(container.readinessProbe.httpGet.path).toBe("/health");
    expect(pod.volumes.find(({ name }: Parsed) => name === "shared-memory").emptyDir.medium).toBe("Memory");
    expect(container.volumeMounts.map(({ mountPath }: Parsed) => mountPath)).toEqual([
      "/root/.cache/huggingface",
      "/dev/shm",
    ]);
    const service = objects["Service/hermes-4-405b-fp8"].spec;
    expect(spec.template.metadata.labels).toMatchObject(service.selector);
    expect(spec.selector.matchLabels).toEqual(service.selector);
    expect(service.ports[0].targetPort).toBe(container.ports[0].containerPort);
  });

  test("of several copies: a router that may see the pods it is told to look for", () => {
    const [plan, objects] = kubernetes("70B-FP8", fourCopies);
    const workers = objects["Deployment/hermes-4-70b-fp8"].spec;
    const router = objects["Deployment/hermes-4-70b-fp8-router"].spec.template;
    const [container] = router.spec.containers;
    expect(workers.replicas).toBe(4);
    expect([...container.command, ...container.args]).toEqual(
      argumentsOf(plan.router!, { NAMESPACE: "" }).map((word) => word || "$(NAMESPACE)"),
    );
    expect(container.env[0]).toEqual({
      name: "NAMESPACE",
      valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } },
    });
    const [key, value] = container.args[container.args.indexOf("--selector") + 1].split("=");
    expect(workers.template.metadata.labels[key]).toBe(value);
    expect(router.metadata.labels[key]).not.toBe(value);
    expect(objects["Role/hermes-4-70b-fp8-router"].rules).toEqual([
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
    ]);
    expect(objects["RoleBinding/hermes-4-70b-fp8-router"].subjects[0].name).toBe(router.spec.serviceAccountName);
    expect(router.metadata.labels).toMatchObject(objects["Service/hermes-4-70b-fp8-router"].spec.selector);
  });

  test("of several machines: pods with a rank, the first of which answers", () => {
    const [plan, objects] = kubernetes("405B", { gpus: 8, nodes: 2 });
    expect(Object.keys(objects)).toEqual([
      "StatefulSet/hermes-4-405b",
      "Service/hermes-4-405b-machines",
      "Service/hermes-4-405b",
    ]);
    const { spec } = objects["StatefulSet/hermes-4-405b"];
    expect(spec).toMatchObject({ replicas: 2, serviceName: "hermes-4-405b-machines", podManagementPolicy: "Parallel" });
    const [container] = spec.template.spec.containers;
    expect(container.args).toEqual(
      argumentsOf(plan.server, { NODE_RANK: "$(NODE_RANK)", MASTER_ADDRESS: "$(MASTER_ADDRESS)" }).slice(2),
    );
    expect(container.command.slice(-2)).toEqual(["vllm", "serve"]);
    expect(container.command[2]).toContain('[ "$NODE_RANK" = 0 ] || set -- "$@" --headless');
    expect(container.env.find(({ name }: Parsed) => name === "MASTER_ADDRESS").value).toBe(
      "hermes-4-405b-0.hermes-4-405b-machines",
    );
    expect(objects["Service/hermes-4-405b-machines"].spec).toMatchObject({
      clusterIP: "None",
      publishNotReadyAddresses: true,
    });
    expect(objects["Service/hermes-4-405b"].spec.selector).toMatchObject({ "apps.kubernetes.io/pod-index": "0" });
    expect(container.readinessProbe.exec.command[2]).toMatch(/^\[ "\$NODE_RANK" != 0 \] \|\| python3 -c '/);
  });

  test("keep what looks like a variable in a path", () => {
    const [, objects] = kubernetes("14B", { model: { ...hermes4("14B"), source: oddFolder, servedName: "$(X)" } });
    const { spec } = objects["Deployment/x"].spec.template;
    expect(spec.containers[0].args.slice(0, 3)).toEqual(["/model", "--served-model-name", "$$(X)"]);
    expect(spec.volumes[0].hostPath).toEqual({ path: "/srv/$(HOME)/a: b", type: "Directory" });
    expect(spec.containers[0].volumeMounts[0]).toEqual({ name: "model", mountPath: "/model", readOnly: true });
  });
});
