/** The objects that a cluster would be told of, as `kubectl kustomize` makes them. */
import assert from 'node:assert/strict';
import { parseAllDocuments } from 'yaml';
import { ROOT } from '../../tidy/project.ts';
import type { KubernetesObject } from './kubernetes-types.ts';
import { has, run } from './tools.ts';

export const ENVIRONMENTS = ['staging', 'production'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}
export interface Container {
  readonly image: string;
  readonly ports: readonly [{ readonly name: string; readonly containerPort: number }];
  readonly envFrom: readonly [{ readonly configMapRef: { readonly name: string } }];
  readonly resources: Readonly<
    Record<'requests' | 'limits', { readonly cpu: string; readonly memory: string }>
  >;
  readonly securityContext: object;
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly volumeMounts: readonly { readonly mountPath: string; readonly name: string }[];
}
export interface Deployment extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly containers: readonly [Container];
        readonly securityContext: {
          readonly runAsNonRoot: boolean;
          readonly seccompProfile: { readonly type: string };
        };
        readonly automountServiceAccountToken: boolean;
        readonly terminationGracePeriodSeconds: number;
        readonly topologySpreadConstraints: readonly { readonly topologyKey: string }[];
        readonly volumes: readonly {
          readonly name: string;
          readonly secret?: { readonly secretName: string };
        }[];
      };
    };
  };
}
export interface Selecting extends KubernetesObject {
  readonly spec: {
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly { readonly targetPort: string }[];
  };
}
export interface ExternalSecret {
  readonly spec: {
    readonly target: { readonly name: string };
    readonly data: readonly { readonly secretKey: string; readonly remoteRef: { readonly key: string } }[];
  };
}
export interface ConfigMap extends KubernetesObject {
  readonly data: Readonly<Record<string, string>>;
}

function rendered(environment: Environment): KubernetesObject[] {
  const { code, text } = run('kubectl', ['kustomize', `deploy/kubernetes/overlays/${environment}`], {
    cwd: ROOT,
  });
  assert.equal(code, 0, text);
  return parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject);
}

/** All of a kind, in their order. */
export function of<T extends KubernetesObject>(objects: readonly KubernetesObject[], kind: string): T[] {
  return objects.filter((object) => object.kind === kind) as T[];
}

/** An environment's objects, and those that most of its tests speak of. */
export interface Rendered {
  readonly environment: Environment;
  readonly objects: readonly KubernetesObject[];
  readonly deployments: readonly Deployment[];
  /** The service's container in each slot. */
  readonly containers: readonly Container[];
  readonly configs: readonly ConfigMap[];
  /** What the containers have as their environment. */
  readonly config: ConfigMap;
}

/** Both environments; none where there is no kubectl. */
export const RENDERED: readonly Rendered[] = has('kubectl', 'version', 'what a cluster would be told')
  ? ENVIRONMENTS.map((environment) => {
      const objects = rendered(environment);
      const deployments = of<Deployment>(objects, 'Deployment');
      const containers = deployments.map(({ spec }) => spec.template.spec.containers[0]);
      const configs = of<ConfigMap>(objects, 'ConfigMap');
      const config = configs.find(
        ({ metadata }) => metadata.name === containers[0]!.envFrom[0].configMapRef.name,
      )!;
      return { environment, objects, deployments, containers, configs, config };
    })
  : [];
