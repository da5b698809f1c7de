/** What the suites share. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import * as vscode from 'vscode';

export const EXTENSION_ID = 'big-o-lens.big-o-lens';

const PATIENCE_MS = 15_000;
const PAUSE_MS = 50;

/** All lenses; unresolved ones have no title. */
const EVERY_LENS = 100;

/** Asks again and again until the answer is one; tells what was seen last when it never is. */
export async function eventually<T>(
  what: string,
  ask: () => T | PromiseLike<T>,
  isIt: (value: T) => boolean = Boolean,
): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await ask();
    if (isIt(value)) return value;
    assert.ok(Date.now() < deadline, `${what}; seen last: ${inspect(value, { depth: 2 })}`);
    await sleep(PAUSE_MS);
  }
}

/** Opens a file of the workspace, which is a copy of examples/. */
export async function openExample(name: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, name), { preview: false });
}

/** Opens Python that is saved nowhere. */
export async function openText(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: 'python', content });
  return vscode.window.showTextDocument(document);
}

/** The texts of a document's lenses from top to bottom. */
export async function lenses({ uri }: vscode.TextDocument): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    EVERY_LENS,
  );
  return found
    .filter(({ command }) => command?.command.startsWith('big-o-lens.'))
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .map(({ command }) => command?.title ?? '');
}

/** The markdown of the hovers on the first place where a text stands. */
export async function hoverOn(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    positionOf(document, text),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

/** Our diagnostics: their codes, by lines that start at 1. */
export function findings({ uri }: vscode.TextDocument): { line: number; rule: string }[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'big-o-lens')
    .map(({ range, code }) => ({
      line: range.start.line + 1,
      rule: String(typeof code === 'object' ? code.value : code),
    }));
}

/** The code actions for a diagnostic or a place, resolved. */
export async function actionsAt(
  { uri }: vscode.TextDocument,
  range: vscode.Range,
  kind?: string,
): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind, EVERY_LENS);
}

/** The first place where a text stands, one character into it. */
export function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.notEqual(offset, -1, `no "${text}" in the document`);
  return document.positionAt(offset + 1);
}

/** Closes all editors without asking to save. */
export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
