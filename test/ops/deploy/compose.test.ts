/** deploy/compose, as far as files can be checked: no container is run here. start.sh makes real secrets. */
import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { readConfig } from '../../../api/config/config.ts';
import { VARIABLES } from '../../../api/config/variables.ts';
import { run } from './tools.ts';

const DEPLOY = resolve(import.meta.dirname, '../../../deploy');
const FOLDER = join(DEPLOY, 'compose');

interface Container {
  readonly image: string;
  readonly scale?: number;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly networks: readonly string[] | Readonly<Record<string, { readonly aliases: readonly string[] }>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly mem_limit?: string;
  readonly privileged?: boolean;
}
interface Compose {
  readonly services: Readonly<Record<string, Container>>;
  readonly volumes: Readonly<Record<string, null>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const text = readFileSync(join(FOLDER, 'compose.yaml'), 'utf8');
const compose = parse(text, { merge: true }) as Compose;
const containers = Object.entries(compose.services);
const variables = new Map(
  [...readFileSync(join(FOLDER, '.env'), 'utf8').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [
    name!,
    value!,
  ]),
);

/** A copy of deploy/ in which start.sh has been run, with a `docker` that does nothing. */
function started(folder: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'docker'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  const copy = join(folder, 'deploy');
  cpSync(DEPLOY, copy, { recursive: true });
  const { code, text: said } = start(copy);
  assert.equal(code, 0, said);
  assert.match(said, /^compose up --build --detach$/m);
  return copy;
}

function start(copy: string) {
  const PATH = `${join(copy, '../bin')}:${process.env.PATH}`;
  return run(join(copy, 'compose/start.sh'), [], { env: { PATH } });
}

describe('deploy/compose', () => {
  let folder: string;
  let deploy: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'big-o-lens-compose-'));
    deploy = started(folder);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('has all that the service needs around it, and three replicas', () => {
    for (const name of ['nginx', 'redis', 'mongodb', 'prometheus', 'alertmanager', 'grafana', 'filebeat']) {
      assert.ok(name in compose.services, name);
    }
    for (const colour of ['blue', 'green']) assert.equal(compose.services[colour]!.scale, 3);
  });

  it('pins every image by its version', () => {
    for (const [name, { image }] of containers)
      assert.match(image, /:(v?\d+\.\d+\.\d+|\$\{VERSION\})$/, name);
    const from = [...readFileSync(join(DEPLOY, 'Dockerfile'), 'utf8').matchAll(/^FROM (\S+)/gm)];
    for (const [, image] of from) assert.match(image!, /^node:24\.\d+\.\d+-/);
  });

  it('takes from every container what it does not need', () => {
    for (const [name, container] of containers) {
      assert.equal(container.read_only, true, name);
      assert.deepEqual(container.cap_drop, ['ALL'], name);
      assert.deepEqual(container.security_opt, ['no-new-privileges:true'], name);
      assert.match(container.mem_limit!, /^\d+[mg]$/, name);
      assert.equal(container.privileged, undefined, name);
    }
  });

  it('mounts volumes that it declares, and files that are there or that start.sh makes', () => {
    for (const [name, { volumes = [] }] of containers) {
      for (const [source] of volumes.map((volume) => volume.split(':'))) {
        if (!source!.startsWith('.'))
          assert.ok(Object.hasOwn(compose.volumes, source!), `${name}: ${source}`);
        // The CA of somebody's Logstash is theirs to put there.
        else if (!source!.endsWith('logstash-ca.crt'))
          assert.ok(existsSync(join(deploy, 'compose', source!)), source);
      }
    }
    for (const { file } of Object.values(compose.secrets))
      assert.ok(existsSync(join(deploy, 'compose', file)), file);
    for (const [name, { secrets = [] }] of containers) {
      for (const secret of secrets) assert.ok(secret in compose.secrets, `${name}: ${secret}`);
    }
  });

  it('sets in .env what it leaves open, and nothing else', () => {
    const open = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!));
    assert.deepEqual([...open].sort(), [...variables.keys()].sort());
  });

  it('gives the service variables that it knows, and secrets that it takes', () => {
    const environment = compose.services.blue!.environment!;
    for (const name of Object.keys(environment)) assert.ok(name.replace(/_FILE$/, '') in VARIABLES, name);
    const values = Object.entries(environment).map(([name, value]) => [
      name,
      String(value)
        .replace(/\$\{(\w+)\}/g, (_, variable: string) => variables.get(variable)!)
        .replace('/run/secrets', join(deploy, 'compose/secrets')),
    ]);
    const config = readConfig(Object.fromEntries(values) as Record<string, string>);
    assert.match(config.MONGODB_URI!, /^mongodb:\/\/lens:[\da-f]{48}@mongodb:27017\/lens\?/);
    assert.equal(config.ENCRYPTION_KEYS.length, 1);
  });

  it('names hosts that there are: to nginx, to Prometheus and in the addresses of the stores', () => {
    const aliases = containers.flatMap(([, { networks }]) =>
      Array.isArray(networks)
        ? []
        : Object.values(networks as Record<string, { aliases: string[] }>).flatMap((n) => n.aliases),
    );
    const hosts = new Set([...containers.map(([name]) => name), ...aliases]);
    const files = [
      'compose/nginx/blue.conf',
      'compose/nginx/green.conf',
      'monitoring/prometheus.yml',
      'monitoring/grafana/datasources.yml',
    ];
    const named = files.flatMap((file) =>
      [
        ...readFileSync(join(DEPLOY, file), 'utf8').matchAll(
          /(?:https?:\/\/|^server |\[|- |replacement: )([a-z-]+)(?=:\d|\/|\])/gm,
        ),
      ].map(([, host]) => host!),
    );
    for (const host of ['blue', 'green', 'service', 'nginx', 'alertmanager', 'prometheus'])
      assert.ok(named.includes(host), host);
    for (const secret of ['mongodb-uri', 'redis-url']) {
      named.push(/@([\w-]+):/.exec(readFileSync(join(deploy, 'compose/secrets', secret), 'utf8'))![1]!);
    }
    for (const host of named.filter((name) => !name.startsWith('http'))) assert.ok(hosts.has(host), host);
  });

  it('keeps the secrets of its first start', () => {
    const read = () => {
      const secrets = join(deploy, 'compose/secrets');
      return readdirSync(secrets).map((name) => [name, readFileSync(join(secrets, name), 'utf8')]);
    };
    const before = read();
    assert.equal(start(deploy).code, 0);
    assert.deepEqual(read(), before);
  });
});
