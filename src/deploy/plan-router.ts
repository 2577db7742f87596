import type { Command, DeploymentRequest, Flag } from "./deployment-plan.ts";
import { flag } from "./engines/engine.ts";
import { resourceName } from "./resource-name.ts";

/** Where clients find several copies as one. */
export const ROUTER_PORT = 8080;
/** Environment of the router in Kubernetes: the namespace it lives in. */
export const NAMESPACE = "NAMESPACE";

/** Name of a copy: a service of a compose file, or a host that has to resolve. Counted from 1. */
export function replicaName(index: number): string {
  return `replica-${index}`;
}

/** SGLang's router in front of the copies: finds them, watches their health, keeps conversations where their beginning is cached. */
export function planRouter(request: DeploymentRequest, workerPort: number): Command {
  return {
    program: ["python3", "-m", "sglang_router.launch_router"],
    leading: [],
    flags: [
      ...workers(request, workerPort),
      flag(
        "--policy",
        "cache_aware",
        "A conversation goes to the copy that has computed its beginning, unless that one is much busier.",
      ),
      flag("--host", request.form === "shell" ? "127.0.0.1" : "0.0.0.0", hostReason(request)),
      flag("--port", ROUTER_PORT, "Apart from the port of the copies, so that both fit on one machine."),
    ],
    port: ROUTER_PORT,
    image: "lmsysorg/sgl-model-gateway:latest",
  };
}

function hostReason({ form }: DeploymentRequest): string {
  return form === "shell"
    ? "Reachable from this machine alone; --api-key NAME asks clients for a key."
    : "Inside the container.";
}

function workers({ form, replicas, model }: DeploymentRequest, port: number): Flag[] {
  if (form === "kubernetes") return discovery(resourceName(model.servedName), port);
  const urls = Array.from({ length: replicas }, (_, index) => `http://${replicaName(index + 1)}:${port}`);
  const reason =
    form === "shell" ? "The copies; put in the names of their machines." : "The copies, by their names below.";
  return [{ name: "--worker-urls", values: urls, reason }];
}

function discovery(name: string, port: number): Flag[] {
  return [
    flag("--service-discovery", null, "Copies come and go; the router asks Kubernetes which there are."),
    flag("--selector", `app.kubernetes.io/name=${name}`, "The label of the copies."),
    {
      name: "--service-discovery-namespace",
      values: [{ environment: NAMESPACE }],
      reason: "This namespace alone, so that a role of the namespace is enough.",
    },
    flag("--service-discovery-port", port, "The port of the copies."),
  ];
}
