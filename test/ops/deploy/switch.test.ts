/**
 * The script that switches slots in a cluster, with a kubectl and a curl of our own: they keep the state of a cluster in
 * files. A real cluster is not here; what is tested is the order of the steps and what happens when one fails.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../tidy/project.ts';
import { run } from './tools.ts';

/** Answers what switch.sh asks, and writes down what it does. */
const KUBECTL = `#!/bin/bash
cd "$(dirname "$0")"
echo "$*" >> steps
case "$*" in
  kustomize*) echo rendered ;;
  *"get service"*) cat live 2>/dev/null || true ;;
  *"get ingress"*) echo https://lens.example/health/ready ;;
  *"get deployment"*) echo 3 ;;
  *apply*) cat > /dev/null ;;
  *exec*) test ! -e slot-is-broken ;;
  *"rollout status"*) test ! -e never-ready ;;
  *patch*) sed 's/.*slot":"\\([a-z]*\\)".*/\\1/' <<< "$*" | tr -d '\\n' > live ;;
esac
`;
const CURL = `#!/bin/bash
cd "$(dirname "$0")"
test ! -e "$(cat live)-fails-under-traffic"
`;

const IMAGE = 'ghcr.io/big-o-lens/big-o-lens:v9.9.9';

describe('switch.sh', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'big-o-lens-switch-'));
    for (const [name, text] of Object.entries({ kubectl: KUBECTL, curl: CURL, sleep: '#!/bin/bash\n' })) {
      writeFileSync(join(folder, name), text, { mode: 0o755 });
    }
    set('live', 'blue');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const set = (name: string, text = ''): void => writeFileSync(join(folder, name), text);
  const live = (): string => readFileSync(join(folder, 'live'), 'utf8');
  const steps = (): string[] =>
    readFileSync(join(folder, 'steps'), 'utf8')
      .split('\n')
      .filter((step) => /apply|set image|scale|exec|patch/.test(step))
      .map((step) => step.replace('--namespace big-o-lens-staging ', '').split(' -- node')[0]!);
  const go = (image = IMAGE): number | null =>
    run(join(ROOT, 'deploy/kubernetes/switch.sh'), ['staging', image], {
      env: { PATH: `${folder}:${process.env.PATH}`, WINDOW: '5' },
    }).code;

  const patch = (slot: string): string =>
    `patch service big-o-lens --type merge --patch {"spec":{"selector":{"big-o-lens/slot":"${slot}"}}}`;

  it('starts the idle slot, tries it, gives it the traffic and ends the other', () => {
    assert.equal(go(), 0);
    assert.equal(live(), 'green');
    assert.deepEqual(steps(), [
      'apply --filename - --selector !big-o-lens/slot,!big-o-lens/traffic',
      'apply --filename - --selector big-o-lens/slot=green',
      `set image deployment/big-o-lens-green service=${IMAGE}`,
      'scale deployment/big-o-lens-green --replicas 3',
      'exec deployment/big-o-lens-green',
      patch('green'),
      'scale deployment/big-o-lens-blue --replicas 0',
    ]);
  });

  it('gives no traffic to a slot that does not get ready or does not work', () => {
    for (const trouble of ['never-ready', 'slot-is-broken']) {
      set(trouble);
      assert.notEqual(go(), 0);
      assert.equal(live(), 'blue');
      assert.ok(!steps().some((step) => step.startsWith('patch')), trouble);
      rmSync(join(folder, trouble));
    }
    assert.equal(steps().at(-1), 'scale deployment/big-o-lens-green --replicas 0');
  });

  it('gives the traffic back when the slot fails under it', () => {
    set('green-fails-under-traffic');
    assert.notEqual(go(), 0);
    assert.equal(live(), 'blue');
    assert.deepEqual(steps().slice(-3), [
      patch('green'),
      patch('blue'),
      'scale deployment/big-o-lens-green --replicas 0',
    ]);
  });

  it('goes back to the slot before, with the image that it had', () => {
    assert.equal(go('--back'), 0);
    assert.equal(live(), 'green');
    assert.ok(!steps().some((step) => /apply|set image/.test(step)));
  });

  it('begins with blue where nothing runs yet', () => {
    rmSync(join(folder, 'live'));
    assert.equal(go(), 0);
    assert.equal(live(), 'blue');
    assert.ok(steps().includes('apply --filename - --selector big-o-lens/traffic'));
    assert.ok(existsSync(join(folder, 'steps')));
  });
});
