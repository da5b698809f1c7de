/** What the pods of a cluster are given, and who may reach them. */
import assert from 'node:assert/strict';
import { readConfig } from '../../../api/config/config.ts';
import { VARIABLES } from '../../../api/config/variables.ts';
import { parseRules } from '../../../api/flags/rules.ts';
import { API_V1, UNVERSIONED } from '../../../shared/protocol/service.ts';
import { read } from '../../tidy/project.ts';
import { type ExternalSecret, RENDERED, type Selecting, of } from './kubernetes-objects.ts';
import type { KubernetesObject } from './kubernetes-types.ts';

for (const { environment, objects, deployments, configs, config } of RENDERED) {
  describe(`the settings of ${environment}`, () => {
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
