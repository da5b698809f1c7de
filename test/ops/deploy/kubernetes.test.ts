/** What a cluster would be told: by Kubernetes's schemas, by our rules, and by the code that it runs. */
import assert from 'node:assert/strict';
import { parseAllDocuments } from 'yaml';
import { readConfig } from '../../../api/config/config.ts';
import { VARIABLES } from '../../../api/config/variables.ts';
import { parseRules } from '../../../api/flags/rules.ts';
import { createMetrics } from '../../../api/observe/metrics.ts';
import { API_V1, UNVERSIONED } from '../../../shared/protocol/service.ts';
import { ROOT, read } from '../../tidy/project.ts';
import { type KubernetesObject, typeErrors, valueErrors } from './kubernetes-types.ts';
import { has, run } from './tools.ts';

const ENVIRONMENTS = ['staging', 'production'] as const;
type Environment = (typeof ENVIRONMENTS)[number];

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
interface Container {
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
  readonly lifecycle: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
  readonly volumeMounts: readonly { readonly mountPath: string; readonly name: string }[];
}
interface Deployment extends KubernetesObject {
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
interface Selecting extends KubernetesObject {
  readonly spec: {
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly { readonly targetPort: string }[];
  };
}
interface ExternalSecret {
  readonly spec: {
    readonly target: { readonly name: string };
    readonly data: readonly { readonly secretKey: string; readonly remoteRef: { readonly key: string } }[];
  };
}
interface ConfigMap extends KubernetesObject {
  readonly data: Readonly<Record<string, string>>;
}

function rendered(environment: Environment): KubernetesObject[] {
  const { code, text } = run('kubectl', ['kustomize', `deploy/kubernetes/overlays/${environment}`], {
    cwd: ROOT,
  });
  assert.equal(code, 0, text);
  return parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject);
}

if (has('kubectl', 'version', 'what a cluster would be told')) {
  const objects = Object.fromEntries(ENVIRONMENTS.map((name) => [name, rendered(name)])) as Record<
    Environment,
    KubernetesObject[]
  >;
  for (const environment of ENVIRONMENTS) describeEnvironment(environment, objects[environment]);

  describe('staging and production', () => {
    it('differ in names and numbers only', () => {
      assert.deepEqual(namesAndNumbersAside('staging', objects), namesAndNumbersAside('production', objects));
    });

    it('would be told apart by anything else', () => {
      const changed = structuredClone(objects);
      const container = of<Deployment>(changed.staging, 'Deployment')[0]!.spec.template.spec.containers[0];
      Object.assign(container.securityContext, { readOnlyRootFilesystem: false });
      assert.notDeepEqual(
        namesAndNumbersAside('staging', changed),
        namesAndNumbersAside('production', changed),
      );
    });
  });

  describe('the schemas', () => {
    it('refuse a key that is unknown, at any depth, and a value of the wrong type', async () => {
      const [deployment] = of<Deployment>(objects.staging, 'Deployment');
      const wrong = (change: (container: Record<string, unknown>) => void): KubernetesObject => {
        const copy = structuredClone(deployment!);
        change(copy.spec.template.spec.containers[0] as never);
        return copy;
      };
      const errors = (object: KubernetesObject): number => typeErrors([object]).length;
      assert.equal(errors(deployment!), 0);
      assert.equal(errors(wrong((container) => (container.readynessProbe = container.readinessProbe))), 1);
      assert.equal(errors(wrong((container) => (container.image = 7))), 1);
      const port = wrong((container) => (container.ports = [{ containerPort: 1.5 }]));
      assert.equal((await valueErrors([port])).length, 1);
    }).timeout(120_000);
  });
}

function describeEnvironment(environment: Environment, objects: readonly KubernetesObject[]): void {
  const deployments = of<Deployment>(objects, 'Deployment');
  const containers = deployments.map(({ spec }) => spec.template.spec.containers[0]);
  const configs = of<ConfigMap>(objects, 'ConfigMap');
  const config = configs.find(
    ({ metadata }) => metadata.name === containers[0]!.envFrom[0].configMapRef.name,
  )!;

  describe(environment, () => {
    it('is as Kubernetes’s schemas have it, without unknown keys', async () => {
      assert.deepEqual(typeErrors(objects), []);
      assert.deepEqual(await valueErrors(objects), []);
    }).timeout(120_000);

    it('is all in one namespace, and tells whose it is', () => {
      for (const { kind, metadata } of objects) {
        assert.equal(kind === 'Namespace' ? metadata.name : metadata.namespace, `big-o-lens-${environment}`);
        assert.equal(metadata.labels?.['app.kubernetes.io/name'], 'big-o-lens');
      }
    });

    it('has what the operations need of each slot', () => {
      for (const kind of ['Deployment', 'HorizontalPodAutoscaler', 'PodDisruptionBudget']) {
        assert.deepEqual(
          of(objects, kind).map(({ metadata }) => metadata.name),
          ['big-o-lens-blue', 'big-o-lens-green'],
          kind,
        );
      }
    });

    it('runs images of a version, with requests and limits', () => {
      for (const { image, resources } of containers) {
        assert.match(image, /(?::v\d+\.\d+\.\d+|@sha256:[0-9a-f]{64})$/);
        for (const part of ['requests', 'limits'] as const) {
          assert.deepEqual([typeof resources[part].cpu, typeof resources[part].memory], ['string', 'string']);
        }
      }
    });

    it('gives the process no more rights than it needs', () => {
      for (const { spec } of deployments) {
        const pod = spec.template.spec;
        assert.deepEqual(
          [
            pod.securityContext.runAsNonRoot,
            pod.securityContext.seccompProfile.type,
            pod.automountServiceAccountToken,
          ],
          [true, 'RuntimeDefault', false],
        );
        assert.deepEqual(pod.containers[0].securityContext, {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    });

    it('probes routes and ports that the service has', () => {
      for (const container of containers) {
        const { startupProbe, livenessProbe, readinessProbe, ports } = container;
        assert.deepEqual(
          [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path),
          [UNVERSIONED.startup, UNVERSIONED.live, UNVERSIONED.ready],
        );
        const names = ports.map(({ name }) => name);
        for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe]) {
          assert.ok(names.includes(httpGet.port));
        }
        assert.equal(String(ports[0].containerPort), config.data.PORT);
      }
      const monitor = objects.find(({ kind }) => kind === 'ServiceMonitor') as unknown as {
        spec: { endpoints: [{ path: string; port: string }] };
      };
      assert.deepEqual(monitor.spec.endpoints[0].path, UNVERSIONED.metrics);
    });

    it('ends a pod only when its requests have ended', () => {
      for (const { spec } of deployments) {
        const {
          terminationGracePeriodSeconds,
          containers: [container],
        } = spec.template.spec;
        const needed =
          container.lifecycle.preStop.sleep.seconds + Number(config.data.SHUTDOWN_GRACE_MS) / 1000;
        assert.ok(terminationGracePeriodSeconds > needed, `${terminationGracePeriodSeconds} > ${needed}`);
      }
    });

    it('spreads over zones and nodes', () => {
      for (const { spec } of deployments) {
        assert.deepEqual(
          spec.template.spec.topologySpreadConstraints.map(({ topologyKey }) => topologyKey),
          ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'],
        );
      }
    });

    it('scales on the processor and on a metric that the service exposes', async () => {
      const metrics = createMetrics();
      metrics.watchPool({ waiting: () => 0, running: () => 0 }, { threads: 1, queueLimit: 1 });
      const text = await metrics.text();
      for (const autoscaler of of(objects, 'HorizontalPodAutoscaler')) {
        const { metrics: scaled } = (
          autoscaler as unknown as {
            spec: { metrics: { resource?: { name: string }; pods?: { metric: { name: string } } }[] };
          }
        ).spec;
        assert.equal(scaled[0]!.resource?.name, 'cpu');
        assert.match(text, new RegExp(`^# TYPE ${scaled[1]!.pods!.metric.name} gauge$`, 'm'));
      }
    });

    it('configures the service as it can be configured', () => {
      const known = new Set(
        Object.entries(VARIABLES).flatMap(([name, variable]) =>
          'secret' in variable ? [name, `${name}_FILE`] : [name],
        ),
      );
      assert.deepEqual(
        Object.keys(config.data).filter((name) => !known.has(name)),
        [],
      );
      const given = Object.fromEntries(
        Object.entries(config.data).filter(([name]) => !name.endsWith('_FILE') || name === 'FLAGS_FILE'),
      );
      assert.equal(readConfig(given).PUBLIC_URL, config.data.PUBLIC_URL);
    });

    it('has no secret in it, only where each is to be found', () => {
      assert.deepEqual(of(objects, 'Secret'), []);
      for (const [name, variable] of Object.entries(VARIABLES)) {
        if (!('secret' in variable)) continue;
        assert.equal(config.data[name], undefined);
        assert.match(config.data[`${name}_FILE`] ?? '', /^\/secrets\//, name);
      }
    });

    it('takes from the cloud’s secrets every file that the service reads', () => {
      const [secrets] = of<KubernetesObject & ExternalSecret>(objects, 'ExternalSecret');
      const files = Object.values(config.data).filter((value) => value.startsWith('/secrets/'));
      const { data, target } = secrets!.spec;
      assert.deepEqual(data.map(({ secretKey }) => `/secrets/${secretKey}`).sort(), files.sort());
      for (const { secretKey, remoteRef } of data) {
        assert.equal(remoteRef.key, `big-o-lens-${environment}/${secretKey}`);
        assert.ok(read('deploy/terraform/modules/region/main.tf').includes(`"${secretKey}"`));
      }
      const { volumes } = deployments[0]!.spec.template.spec;
      assert.equal(volumes.find(({ name }) => name === 'secrets')?.secret?.secretName, target.name);
    });

    it('mounts every folder that its configuration names, and no other volume than it has', () => {
      const {
        containers: [container],
        volumes,
      } = deployments[0]!.spec.template.spec;
      const mounts = container.volumeMounts.map(({ mountPath }) => mountPath);
      for (const path of Object.values(config.data).filter((value) => value.startsWith('/'))) {
        assert.ok(
          mounts.some((mount) => path === mount || path.startsWith(`${mount}/`)),
          path,
        );
      }
      assert.deepEqual(
        container.volumeMounts.map(({ name }) => name),
        volumes.map(({ name }) => name),
      );
    });

    it('has flags that the service takes', () => {
      const flags = configs.find(({ metadata }) => metadata.name === 'big-o-lens-flags')!;
      assert.ok('heavy-analyses' in parseRules(flags.data['flags.json']!));
    });

    it('sends traffic to one slot, whose pods there are, and watches both', () => {
      const services = of<Selecting>(objects, 'Service');
      const [live, all] = services.map(({ spec }) =>
        deployments.filter(({ spec: { template } }) =>
          Object.entries(spec.selector).every(([label, value]) => template.metadata.labels[label] === value),
        ),
      );
      assert.deepEqual([live!.length, all!.length], [1, 2]);
      assert.ok(services.every(({ spec }) => spec.ports.every(({ targetPort }) => targetPort === 'http')));
    });

    it('lets the world reach the API, the public keys and one probe', () => {
      const ingress = objects.find(({ kind }) => kind === 'Ingress') as unknown as {
        spec: { tls: [{ hosts: string[] }]; rules: [{ host: string; http: { paths: { path: string }[] } }] };
      };
      const [rule] = ingress.spec.rules;
      assert.deepEqual(
        rule.http.paths.map(({ path }) => path),
        [API_V1, UNVERSIONED.jwks, UNVERSIONED.ready],
      );
      assert.deepEqual(ingress.spec.tls[0].hosts, [rule.host]);
      assert.equal(config.data.PUBLIC_URL, `https://${rule.host}`);
    });

    it('closes the network but for what is named', () => {
      const [policy] = of(objects, 'NetworkPolicy') as unknown as [
        {
          spec: {
            policyTypes: string[];
            podSelector: object;
            ingress: { from: unknown[] }[];
            egress: { to: unknown[] }[];
          };
        },
      ];
      assert.deepEqual(policy.spec.policyTypes, ['Ingress', 'Egress']);
      // Every pod of the namespace.
      assert.deepEqual(policy.spec.podSelector, {});
      assert.ok(
        [...policy.spec.ingress.map(({ from }) => from), ...policy.spec.egress.map(({ to }) => to)].every(
          (peers) => peers.length > 0,
        ),
      );
    });
  });
}

function of<T extends KubernetesObject>(objects: readonly KubernetesObject[], kind: string): T[] {
  return objects.filter((object) => object.kind === kind) as T[];
}

/** The objects with numbers, quantities, the environment's name and its host replaced by what they are. */
function namesAndNumbersAside(
  environment: Environment,
  objects: Readonly<Record<Environment, readonly KubernetesObject[]>>,
): unknown {
  const ingress = objects[environment].find(({ kind }) => kind === 'Ingress') as unknown as {
    spec: { rules: [{ host: string }] };
  };
  const { host } = ingress.spec.rules[0];
  const aside = (value: unknown): unknown => {
    if (typeof value === 'number') return 'a number';
    if (typeof value === 'string') {
      if (/^\d+(?:\.\d+)?(?:m|[KMG]i)?$/.test(value)) return 'a number';
      return value
        .replaceAll(host, 'the host')
        .replaceAll(environment, 'the environment')
        .replace(/^(big-o-lens)-[a-z0-9]{10}$/, '$1-hash');
    }
    if (Array.isArray(value)) return value.map(aside);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, aside(part)]));
    }
    return value;
  };
  return aside(objects[environment]);
}
