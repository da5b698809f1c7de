/**
 * The cloud as code. Its providers and the cloud itself are not here: modules are parsed, and what they hand each other
 * is compared; the module without providers is run by Terraform's own tests.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { parse as parseHcl } from '@cdktn/hcl2json';
import { parse } from 'yaml';
import { FILES, ROOT, read } from '../../tidy/project.ts';
import { metricsOf } from './rules.ts';
import { has, run } from './tools.ts';

const TERRAFORM = 'deploy/terraform';

interface Variable {
  readonly description?: string;
  readonly type?: string;
  readonly default?: unknown;
  readonly validation?: readonly { readonly condition: string; readonly error_message: string }[];
}
type Blocks<T> = Readonly<Record<string, readonly [T]>>;
interface Hcl {
  readonly variable?: Blocks<Variable>;
  readonly output?: Blocks<{ readonly description?: string }>;
  readonly module?: Blocks<Readonly<Record<string, unknown>> & { readonly source: string }>;
  readonly locals?: readonly Readonly<Record<string, unknown>>[];
}
interface Module {
  readonly text: string;
  readonly variables: Blocks<Variable>;
  readonly outputs: Blocks<{ readonly description?: string }>;
  readonly modules: NonNullable<Hcl['module']>;
  readonly locals: ReadonlySet<string>;
}

/** What a call of a module may say besides the module's variables. */
const META = ['source', 'providers', 'version', 'count', 'for_each', 'depends_on'];

/** By its folder each module, all of its files read together. */
async function modules(): Promise<Map<string, Module>> {
  const found = new Map<string, Module>();
  for (const file of FILES.filter((name) => name.startsWith(TERRAFORM) && name.endsWith('.tf'))) {
    const text = read(file);
    const hcl = (await parseHcl(file, text)) as Hcl;
    const before = found.get(dirname(file));
    found.set(dirname(file), {
      text: `${before?.text ?? ''}${text}`,
      variables: { ...before?.variables, ...hcl.variable },
      outputs: { ...before?.outputs, ...hcl.output },
      modules: { ...before?.modules, ...hcl.module },
      locals: new Set([
        ...(before?.locals ?? []),
        ...(hcl.locals ?? []).flatMap((block) => Object.keys(block)),
      ]),
    });
  }
  return found;
}

describe('Terraform’s modules', () => {
  let all: Map<string, Module>;
  before(async () => {
    all = await modules();
  });

  it('are HCL, and a file that is not is refused', async () => {
    assert.ok(all.size >= 8);
    await assert.rejects(parseHcl('x.tf', 'variable "x" {'));
  });

  it('document and validate every variable, and document every output', () => {
    for (const [folder, { variables, outputs }] of all) {
      for (const [name, [variable]] of Object.entries(variables)) {
        const where = `${folder}: ${name}`;
        assert.ok((variable.description?.length ?? 0) > 10 && variable.type !== undefined, where);
        for (const { condition, error_message } of variable.validation ?? []) {
          assert.ok(condition.includes('var.') && error_message.length > 10, where);
        }
        assert.ok((variable.validation?.length ?? 0) > 0, `${where} takes anything`);
      }
      for (const [name, [output]] of Object.entries(outputs)) {
        assert.ok((output.description?.length ?? 0) > 10, `${folder}: ${name}`);
      }
    }
  });

  it('are called with the variables that they have, and none is missing', () => {
    for (const [folder, { modules: calls }] of all) {
      for (const [name, [call]] of Object.entries(calls)) {
        const { variables } = all.get(normalize(join(folder, call.source)))!;
        const given = Object.keys(call).filter((key) => !META.includes(key));
        const needed = Object.entries(variables).filter(([, [variable]]) => variable.default === undefined);
        assert.deepEqual(
          given.filter((key) => !(key in variables)),
          [],
          `${folder}: ${name} has no such variable`,
        );
        assert.deepEqual(
          needed.map(([key]) => key).filter((key) => !given.includes(key)),
          [],
          `${folder}: ${name} lacks`,
        );
      }
    }
  });

  it('name only variables, locals and outputs that there are', () => {
    for (const [folder, { text, variables, locals, modules: calls }] of all) {
      const names = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name!);
      assert.deepEqual(
        names(/\bvar\.(\w+)/g).filter((name) => !(name in variables)),
        [],
        folder,
      );
      assert.deepEqual(
        names(/\blocal\.(\w+)/g).filter((name) => !locals.has(name)),
        [],
        folder,
      );
      for (const [, name, output] of text.matchAll(/\bmodule\.(\w+)\.(\w+)/g)) {
        const { outputs } = all.get(normalize(join(folder, calls[name!]![0].source)))!;
        assert.ok(Object.hasOwn(outputs, output!), `${folder}: module.${name}.${output}`);
      }
    }
  });

  it('make both regions by one module', () => {
    const { modules: calls } = all.get(TERRAFORM)!;
    assert.equal(calls.active![0].source, calls.passive![0].source);
    assert.deepEqual(Object.keys(calls.active![0]), Object.keys(calls.passive![0]));
  });

  it('give environments the same variables', async () => {
    const [staging, production] = await Promise.all(
      ['staging', 'production'].map((name) => variablesOf(`${TERRAFORM}/environments/${name}.tfvars`)),
    );
    assert.deepEqual(shape(staging), shape(production));
    assert.deepEqual(Object.keys(staging!).sort(), Object.keys(all.get(TERRAFORM)!.variables).sort());
  });

  it('serve the autoscaler the metric that it asks for', () => {
    const { text } = all.get(`${TERRAFORM}/modules/addons`)!;
    const { spec } = parse(read('deploy/kubernetes/base/slot/autoscaler.yaml')) as {
      spec: { metrics: { pods?: { metric: { name: string } } }[] };
    };
    const wanted = spec.metrics.flatMap(({ pods }) => pods?.metric.name ?? []);
    const [, query] = /seriesQuery += "(.*)"/.exec(text)!;
    assert.deepEqual(metricsOf(query!.replaceAll('\\"', '"')), wanted);
    assert.ok(text.includes(`name         = { as = "${wanted[0]}" }`));
  });

  it('have the namespaces that the network policy lets in', () => {
    const policy = read('deploy/kubernetes/base/network.yaml');
    const { text } = all.get(`${TERRAFORM}/modules/addons`)!;
    for (const [, name] of policy.matchAll(/metadata\.name: (?!kube-system)(\S+)/g)) {
      assert.match(text, new RegExp(`namespace += "${name}"`));
    }
  });

  if (has('terraform', 'version', 'the format of the modules and the plan')) {
    const environment = { TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' };
    it('are formatted', () => {
      const { code, text } = run('terraform', ['fmt', '-check', '-recursive'], {
        cwd: join(ROOT, TERRAFORM),
        env: environment,
      });
      assert.equal(code, 0, text);
    });

    it('plan names and sizes as their tests say, and as the overlays have them', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'big-o-lens-plan-'));
      try {
        cpSync(join(ROOT, TERRAFORM, 'modules/plan'), folder, { recursive: true });
        const terraform = (...args: string[]): string => {
          const { code, text } = run('terraform', args, { cwd: folder, env: environment });
          assert.equal(code, 0, text);
          return text;
        };
        terraform('init', '-backend=false');
        const tests = readdirSync(join(folder, 'tests')).map((file) =>
          read(`${TERRAFORM}/modules/plan/tests/${file}`),
        );
        const runs = tests.join('').match(/^run "/gm)!.length;
        assert.match(terraform('test', '-no-color'), new RegExp(`Success! ${runs} passed, 0 failed`));
        for (const name of ['staging', 'production']) {
          const { domain } = await variablesOf(`${TERRAFORM}/environments/${name}.tfvars`);
          const regions = '{"active":"eu-central-1","passive":"eu-west-1"}';
          terraform(
            'apply',
            '-auto-approve',
            `-var=environment=${name}`,
            `-var=domain=${String(domain)}`,
            `-var=regions=${regions}`,
          );
          const outputs = JSON.parse(terraform('output', '-json')) as {
            pods: { value: { min: number; max: number } };
            host: { value: string };
          };
          const overlay = read(`deploy/kubernetes/overlays/${name}/kustomization.yaml`);
          const { min, max } = outputs.pods.value;
          assert.match(overlay, new RegExp(`/spec/minReplicas\\n +value: ${min}\\n`));
          assert.match(overlay, new RegExp(`/spec/maxReplicas\\n +value: ${max}\\n`));
          assert.ok(overlay.includes(`PUBLIC_URL=https://${outputs.host.value}\n`), outputs.host.value);
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});

async function variablesOf(file: string): Promise<Record<string, unknown>> {
  return (await parseHcl(file.replace('.tfvars', '.tf'), read(file))) as Record<string, unknown>;
}

/** The keys at every depth. */
function shape(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shape(part)]));
}
