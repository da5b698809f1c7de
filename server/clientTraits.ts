/** What the client can do, read once from `initialize` into plain flags. */
import type { InitializationOptions } from '../shared/protocol/requests.ts';

export interface ClientTraits {
  /** Answers `workspace/configuration`. */
  readonly configuration: boolean;
  /** Wants to be asked, after the start, for `workspace/didChangeConfiguration`. */
  readonly registersConfiguration: boolean;
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly refreshesInlayHints: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly markdown: boolean;
  /** Takes code actions with edits, not only commands. */
  readonly codeActionLiterals: boolean;
  /** Asks for the edit of a code action when it is chosen. */
  readonly resolvesEdits: boolean;
  /** Takes edits that name the version of the document. */
  readonly documentChanges: boolean;
  /** Has the report's command and follows analyses. */
  readonly showReport: boolean;
  /** Where all windows of the user lock the tokens of a remote service; null for a client that keeps none. */
  readonly remoteFolder: string | null;
  /** Languages of the documents that are open already. */
  readonly languages: readonly string[];
}

/** Total: a capability of the wrong form is one that the client lacks. */
export function clientTraits(capabilities: unknown, options: unknown): ClientTraits {
  const at = (path: string) => path.split('.').reduce(property, capabilities);
  const is = (path: string) => at(path) === true;
  const diagnostics = (flag: string) =>
    // Clients before LSP 3.18 say it for both kinds of diagnostics under `publishDiagnostics`.
    is(`textDocument.diagnostic.${flag}`) || is(`textDocument.publishDiagnostics.${flag}`);
  const said = options as InitializationOptions | null | undefined;
  return {
    configuration: is('workspace.configuration'),
    registersConfiguration: is('workspace.didChangeConfiguration.dynamicRegistration'),
    pullsDiagnostics: isObject(at('textDocument.diagnostic')),
    refreshesDiagnostics: is('workspace.diagnostics.refreshSupport'),
    refreshesCodeLenses: is('workspace.codeLens.refreshSupport'),
    refreshesInlayHints: is('workspace.inlayHint.refreshSupport'),
    relatedInformation: diagnostics('relatedInformation'),
    codeDescription: diagnostics('codeDescriptionSupport'),
    markdown: includes(at('textDocument.hover.contentFormat'), 'markdown'),
    codeActionLiterals: isObject(at('textDocument.codeAction.codeActionLiteralSupport')),
    resolvesEdits:
      is('textDocument.codeAction.dataSupport') &&
      includes(at('textDocument.codeAction.resolveSupport.properties'), 'edit'),
    documentChanges: is('workspace.workspaceEdit.documentChanges'),
    showReport: said?.showReport === true,
    remoteFolder: text(said?.remote?.folder),
    languages: texts(said?.languages),
  };
}

/** What is assumed of a client before it has said anything. */
export const NO_TRAITS: ClientTraits = clientTraits(undefined, undefined);

function property(node: unknown, name: string): unknown {
  return (node as Readonly<Record<string, unknown>> | null | undefined)?.[name];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function includes(list: unknown, item: string): boolean {
  return Array.isArray(list) && list.includes(item);
}
