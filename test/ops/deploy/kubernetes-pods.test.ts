/** The pods of a cluster against our rules and against the code that runs in them. */
import assert from 'node:assert/strict';
import { createMetrics } from '../../../api/observe/metrics.ts';
import { UNVERSIONED } from '../../../shared/protocol/service.ts';
import { RENDERED, of } from './kubernetes-objects.ts';

for (const { environment, objects, deployments, containers, config } of RENDERED) {
  describe(`the pods of ${environment}`, () => {
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
        const { terminationGracePeriodSeconds, containers } = spec.template.spec;
        const { SHUTDOWN_DELAY_MS, SHUTDOWN_GRACE_MS } = config.data;
        const needed = (Number(SHUTDOWN_DELAY_MS) + Number(SHUTDOWN_GRACE_MS)) / 1000;
        assert.ok(terminationGracePeriodSeconds > needed, `${terminationGracePeriodSeconds} > ${needed}`);
        const { periodSeconds, failureThreshold } = containers[0].readinessProbe;
        assert.ok(Number(SHUTDOWN_DELAY_MS) / 1000 > periodSeconds * failureThreshold);
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
  });
}
