/** The pipeline's files: as GitHub reads them, and as we want them. What they do is seen only when GitHub runs them. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../tidy/project.ts';
import { workflowErrors } from './workflow-parser.ts';

const FOLDER = '.github/workflows';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly uses?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
}
interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const WORKFLOWS = readdirSync(join(ROOT, FOLDER)).map((file) => {
  const text = readFileSync(join(ROOT, FOLDER, file), 'utf8');
  return { file, text, workflow: parse(text) as Workflow };
});

function stepsOf(workflow: Workflow): readonly Step[] {
  return Object.values(workflow.jobs).flatMap(({ steps }) => steps ?? []);
}

describe('the workflows', () => {
  for (const { file, text, workflow } of WORKFLOWS) {
    describe(file, () => {
      it('is what GitHub’s parser takes', async () => {
        assert.deepEqual(await workflowErrors(file, text), []);
      });

      it('pins every action to a commit, and says which version that is', () => {
        const loose = [...text.matchAll(/uses: (?!\.\/)(.*)/g)]
          .map(([, reference]) => reference!)
          .filter((reference) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(reference));
        assert.deepEqual(loose, []);
      });

      it('has no right but to read, unless a job says why it needs one', () => {
        assert.deepEqual(workflow.permissions, { contents: 'read' });
      });

      it('ends every job that hangs', () => {
        const endless = Object.entries(workflow.jobs).filter(
          ([, job]) => job.uses === undefined && job['timeout-minutes'] === undefined,
        );
        assert.deepEqual(
          endless.map(([name]) => name),
          [],
        );
      });

      it('puts nothing that strangers write into a command', () => {
        const risky = stepsOf(workflow).filter(({ run }) =>
          /\$\{\{\s*(?:github\.(?:event|head_ref)|inputs)\b/.test(run ?? ''),
        );
        assert.deepEqual(
          risky.map(({ run }) => run),
          [],
        );
      });

      it('runs only scripts that there are', () => {
        const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
          scripts: Record<string, string | undefined>;
        };
        const commands = stepsOf(workflow).map(({ run }) => run ?? '');
        const missing = commands.flatMap((run) => [
          ...[...run.matchAll(/npm run ([\w:-]+)/g)]
            .filter(([, name]) => scripts[name!] === undefined)
            .map(([all]) => all),
          ...[...run.matchAll(/(?:^|\s)((?:deploy|scripts|\.ci)\/[\w./-]+)/g)]
            .map(([, path]) => path!)
            .filter((path) => !existsSync(join(ROOT, path))),
        ]);
        assert.deepEqual(missing, []);
      });
    });
  }

  it('would be refused with an unknown key or an unknown context', async () => {
    const good = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ run: "true" }]\n';
    assert.deepEqual(await workflowErrors('good', good), []);
    assert.notDeepEqual(await workflowErrors('key', good.replace('steps:', 'stepz:')), []);
    assert.notDeepEqual(await workflowErrors('context', good.replace('"true"', '"${{ nonsense.x }}"')), []);
  });
});

describe('the pipeline', () => {
  const jobsOf = (file: string): Workflow['jobs'] =>
    WORKFLOWS.find((workflow) => workflow.file === file)!.workflow.jobs;
  const usesOf = (job: Job): string[] =>
    (job.steps ?? []).flatMap(({ uses }) => (uses === undefined ? [] : [uses]));

  it('checks on three systems and with every Node that the command runs on', () => {
    const { check, command, desktop } = jobsOf('check.yml');
    for (const part of ['.ci/run', 'format:check', 'typecheck', 'lint']) {
      assert.ok(
        check!.steps!.some(({ run }) => run?.includes(part)),
        part,
      );
    }
    assert.deepEqual(desktop!.strategy!.matrix.os, ['macos-latest', 'windows-latest']);
    assert.deepEqual(command!.strategy!.matrix.node, [20, 22, 24]);
  });

  it('pushes an image only after it was scanned, with a bill of materials and its provenance', () => {
    const steps = jobsOf('release.yml').image!.steps!;
    const scan = steps.findIndex(({ uses }) => uses?.includes('trivy-action'));
    const push = steps.findIndex(({ with: inputs }) => inputs?.push === true);
    assert.ok(scan !== -1 && scan < push);
    assert.equal(steps[scan]!.with!['exit-code'], '1');
    assert.deepEqual([steps[push]!.with!.sbom, steps[push]!.with!.provenance], [true, 'mode=max']);
  });

  it('releases to both marketplaces and deploys by way of staging', () => {
    const { marketplaces, production } = jobsOf('release.yml') as Record<string, Job & { needs?: string[] }>;
    const commands = JSON.stringify(marketplaces!.strategy!.matrix);
    assert.ok(commands.includes('vsce publish') && commands.includes('ovsx@'));
    assert.ok(production!.needs!.includes('staging'));
    // Who has to approve is set where the environment is: in the repository's settings.
    assert.equal(jobsOf('deploy.yml').switch!.environment, '${{ inputs.environment }}');
  });

  it('switches slots by the script, and rolls back by it where no image is named', () => {
    const steps = jobsOf('deploy.yml').switch!.steps! as readonly (Step & { if?: string })[];
    const commands = steps.flatMap(({ if: when, run }) => (when === undefined ? [] : [[when, run]]));
    assert.deepEqual(commands, [
      ["inputs.image != ''", 'deploy/kubernetes/switch.sh "$ENVIRONMENT" "$IMAGE"'],
      ["inputs.image == ''", 'deploy/kubernetes/switch.sh "$ENVIRONMENT" --back'],
    ]);
  });

  it('looks for weaknesses in code, dependencies, secrets and the image', () => {
    const jobs = jobsOf('security.yml');
    const used = Object.values(jobs).flatMap(usesOf).join(' ');
    for (const part of ['codeql-action/analyze', 'dependency-review-action', 'trivy-action']) {
      assert.ok(used.includes(part), part);
    }
    assert.ok(jobs.audit!.steps!.some(({ run }) => run?.includes('npm audit --omit dev')));
  });
});
