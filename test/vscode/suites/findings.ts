/** Pitfalls: underlined, fixed by a quick fix. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, closeAll, eventually, findings, openExample, openText, positionOf } from '../helpers.ts';

const WALK = `from typing import Dict, List


def walk(graph: Dict[int, List[int]], start: int) -> int:
    queue = [start]
    seen = {start}
    while queue:
        node = queue.pop(0)
        for other in graph[node]:
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return len(seen)
`;

describe('findings', () => {
  afterEach(closeAll);

  it('are reported where they are, by rule', async () => {
    const { document } = await openText(WALK);
    const found = await eventually(
      'a finding',
      () => findings(document),
      ({ length }) => length > 0,
    );
    assert.equal(found.length, 1);
    assert.equal(found[0]?.line, 8);
  });

  it('are found in every function of the pitfalls example', async () => {
    const { document } = await openExample('pitfalls.py');
    const found = await eventually(
      'findings',
      () => findings(document),
      ({ length }) => length >= 5,
    );
    const rules = new Set(found.map(({ rule }) => rule));
    assert.ok(rules.size >= 5, [...rules].join(', '));
  });

  it('do not come up in a solution without pitfalls', async () => {
    const { document } = await openExample('912.sort-an-array.py');
    await eventually(
      'diagnostics of another file',
      () => findings(document),
      ({ length }) => length === 0,
    );
  });

  it('are gone after their quick fix', async () => {
    const { document } = await openText(WALK);
    await eventually(
      'a finding',
      () => findings(document),
      ({ length }) => length > 0,
    );
    const place = positionOf(document, 'queue.pop(0)');
    const actions = await actionsAt(
      document,
      new vscode.Range(place, place),
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ isPreferred, edit }) => isPreferred === true && edit !== undefined);
    assert.ok(fix?.edit, actions.map(({ title }) => title).join(', '));
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /popleft\(\)/);
    assert.match(document.getText(), /from collections import deque/);
    await eventually(
      'no finding',
      () => findings(document),
      ({ length }) => length === 0,
    );
  });
});

describe('the complexity comment', () => {
  afterEach(closeAll);

  it('is written above the function, and brought up to date', async () => {
    const { document } = await openText(WALK);
    await vscode.commands.executeCommand('big-o-lens.insertComment');
    const once = await eventually(
      'a comment',
      () => document.getText(),
      (text) => /^#.*O\(/m.test(text),
    );
    await vscode.commands.executeCommand('big-o-lens.insertComment');
    await eventually(
      'the same comment',
      () => document.getText(),
      (text) => text === once,
    );
  });
});
