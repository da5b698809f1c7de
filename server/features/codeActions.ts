/** All code actions of a place, and the edits of those that are resolved when chosen. */
import {
  type CodeAction,
  type CodeActionContext,
  CodeActionTriggerKind,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { toWorkspaceEdit } from '../toProtocol.ts';
import { commentAction, commentEdit, functionAt } from './complexityComment.ts';
import { findingsIn } from './findingsIn.ts';
import { fixAllAction, fixAllEdit } from './fixAll.ts';
import { quickFixes } from './quickFixes.ts';
import type { Scene } from './scene.ts';
import { suppressions } from './suppress.ts';

/** What an action carries until it is resolved; `comment` is the function's name. */
export type ActionData = { readonly uri: string } & (
  { readonly fixAll: true } | { readonly comment: string }
);

export function codeActions(scene: Scene, range: Range, context: CodeActionContext): CodeAction[] {
  if (!scene.client.codeActionLiterals) return [];
  const { uri } = scene.document;
  const here = findingsIn(scene, range, context);
  const asked = context.triggerKind === CodeActionTriggerKind.Invoked || context.only !== undefined;
  const fn = functionAt(scene, range, asked);
  const comment = fn && commentAction(scene, fn);
  const late = (action: CodeAction, data: ActionData) =>
    scene.client.resolvesEdits ? { ...action, data } : resolveCodeAction(scene, { ...action, data });
  return [
    ...quickFixes(scene, here),
    ...suppressions(scene, here),
    ...fixAllAction(scene).map((action) => late(action, { uri, fixAll: true })),
    ...(comment ? [late(comment, { uri, comment: fn.name })] : []),
  ].filter(({ kind }) => isAsked(kind ?? '', context.only));
}

/** With the edit for the text as it is now; without one when there is nothing left to do. */
export function resolveCodeAction(scene: Scene, action: CodeAction): CodeAction {
  const edit = editOf(scene, action.data as ActionData);
  return edit ? { ...action, edit } : action;
}

function editOf(scene: Scene, data: ActionData): WorkspaceEdit | null {
  if ('fixAll' in data) return fixAllEdit(scene);
  const fn = scene.analysis.functions.find(({ name }) => name === data.comment);
  const edit = fn && commentEdit(scene, fn);
  return edit ? toWorkspaceEdit(scene.document, [edit], scene.client) : null;
}

/** A kind asks for itself and for all below it. */
function isAsked(kind: string, only: readonly string[] | undefined): boolean {
  return only?.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`)) ?? true;
}
