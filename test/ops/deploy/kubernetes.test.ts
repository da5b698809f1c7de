/** What a cluster would be told, by Kubernetes's own types; and that the environments differ in names and numbers only. */
import assert from 'node:assert/strict';
import { type Deployment, type Environment, RENDERED, of } from './kubernetes-objects.ts';
import { type KubernetesObject, typeErrors, valueErrors } from './kubernetes-types.ts';

for (const { environment, objects } of RENDERED) {
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
  });
}

if (RENDERED.length > 0) {
  const objects = Object.fromEntries(RENDERED.map((one) => [one.environment, one.objects])) as Readonly<
    Record<Environment, readonly KubernetesObject[]>
  >;

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
