/** The open documents, kept in step with the editor's by incremental changes. */
import type {
  DidChangeTextDocumentParams,
  DidOpenTextDocumentParams,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';

export interface OpenDocument {
  /** One object for as long as the document is open; its text changes in place. */
  readonly text: TextDocument;
  /** Counts changes: not every client counts its versions up. */
  revision: number;
  /** How the text has changed since its last analysis. */
  changes: TextDocumentContentChangeEvent[];
}

export interface Documents {
  readonly get: (uri: string) => OpenDocument | undefined;
  readonly all: () => readonly OpenDocument[];
  readonly open: (params: DidOpenTextDocumentParams) => OpenDocument;
  /** Undefined for a document that is not open. */
  readonly change: (params: DidChangeTextDocumentParams) => OpenDocument | undefined;
  readonly close: (uri: string) => OpenDocument | undefined;
}

export function createDocuments(): Documents {
  const documents = new Map<string, OpenDocument>();
  return {
    get: (uri) => documents.get(uri),
    all: () => [...documents.values()],
    open: ({ textDocument: { uri, languageId, version, text } }) => {
      const document: OpenDocument = {
        text: TextDocument.create(uri, languageId, version, text),
        revision: 0,
        changes: [],
      };
      documents.set(uri, document);
      return document;
    },
    change: ({ textDocument: { uri, version }, contentChanges }) => {
      const document = documents.get(uri);
      if (!document) return undefined;
      document.revision += 1;
      TextDocument.update(document.text, contentChanges, version);
      document.changes.push(...contentChanges);
      return document;
    },
    close: (uri) => {
      const document = documents.get(uri);
      documents.delete(uri);
      return document;
    },
  };
}
