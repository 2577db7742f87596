import { labelsOf } from "./kubernetes-pod.ts";
import type { YamlMap } from "./print-yaml.ts";

/** A service inside the cluster; whoever is outside needs an ingress with a key in front. */
export function service(name: string, port: number, selector: YamlMap): YamlMap {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, labels: labelsOf(name) },
    spec: { type: "ClusterIP", selector, ports: [{ name: "http", port, targetPort: port }] },
  };
}
