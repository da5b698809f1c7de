/** What is wrong with a Kubernetes object, by the types that are made from Kubernetes's own descriptions. */
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../tidy/project.ts';

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** The packages that know the objects of others than Kubernetes itself. */
const HOMES: Readonly<Record<string, string | undefined>> = {
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: false,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  types: [],
};

/**
 * The compiler's messages, each with the object that it is about. Objects are given to it as literals, so it refuses
 * unknown keys at any depth, as Kubernetes does not: it drops them.
 */
export function typeErrors(objects: readonly KubernetesObject[]): string[] {
  const text = objects
    .map((object, i) => {
      const json = JSON.stringify(object);
      return `import type { I${object.kind} as T${i} } from '${moduleOf(object)}';\nexport const object${i}: T${i} = ${json};`;
    })
    .join('\n');
  const file = join(ROOT, 'test/ops/deploy/objects.mts');
  const host = ts.createCompilerHost(OPTIONS);
  const readsFile = host.getSourceFile.bind(host);
  const hasFile = host.fileExists.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ESNext) : readsFile(name, ...rest);
  host.fileExists = (name) => name === file || hasFile(name);
  const program = ts.createProgram([file], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map(({ start, messageText, file: source }) => {
    const line = source === undefined ? 0 : source.getLineAndCharacterOfPosition(start ?? 0).line;
    const about = objects[Math.floor(line / 2)];
    return `${about?.kind} ${about?.metadata.name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

/** The values that the types can't describe: formats and ranges. */
export async function valueErrors(objects: readonly KubernetesObject[]): Promise<string[]> {
  const errors: string[] = [];
  for (const object of objects) {
    const models = (await import(moduleOf(object))) as Record<
      string,
      new (data: object) => { readonly validate: () => void }
    >;
    try {
      new models[object.kind]!(object).validate();
    } catch (error) {
      errors.push(`${object.kind} ${object.metadata.name}: ${String(error)}`);
    }
  }
  return errors;
}

function moduleOf({ apiVersion }: KubernetesObject): string {
  const home = HOMES[apiVersion.split('/')[0]!] ?? 'kubernetes-models';
  return `${home}/${apiVersion}`;
}
