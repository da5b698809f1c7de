/** One text to one result: which texts are analysed at all, and the cache of results. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { SolutionAnalysis } from '../shared/protocol/analysis.ts';
import { SECTION, type Settings } from '../shared/protocol/settings.ts';
import { emptyAnalysis } from './emptyAnalysis.ts';

/** What the server needs of the engine, so that tests can do without it. */
export interface ServerEngine {
  /** Never throws on user code; an error it throws says, in a sentence, why the text can't be taken. */
  readonly analyze: (text: string, language: string, options: EngineOptions) => SolutionAnalysis;
  /** Reads the grammar of a language, once; before its first `analyze`. */
  readonly load: (language: string) => Promise<void>;
  /** By any of its names; null for a language that is not served. */
  readonly languageOf: (name: string) => ServedLanguage | null;
}

export interface EngineOptions {
  readonly disabledRules: readonly string[];
  readonly fileName: string;
}

export interface ServedLanguage {
  readonly id: string;
  /** What begins a comment that ends with its line. */
  readonly commentPrefix: string;
}

export interface Analyzer {
  /** Gets ready for a language, by any name. Never fails: without its grammar the analysis says what is missing. */
  readonly load: (language: string) => Promise<void>;
  /** The result for a text; null where the editor should show nothing. */
  readonly analyze: (document: TextDocument, settings: Settings) => SolutionAnalysis | null;
  readonly commentPrefix: (language: string) => string;
}

/** As many files as people go back and forth between, undo included; more would only cost memory. */
const CACHED_RESULTS = 20;

export function createAnalyzer(engine: ServerEngine, log: (message: string) => void): Analyzer {
  const cache = new LRUCache<string, SolutionAnalysis>({ max: CACHED_RESULTS });
  return {
    load: async (name) => {
      const language = engine.languageOf(name);
      if (language === null) return;
      try {
        await engine.load(language.id);
      } catch (error) {
        log(`The grammar of ${language.id} could not be loaded: ${String(error)}`);
      }
    },
    analyze: (document, settings) => {
      const language = engine.languageOf(document.languageId);
      if (language === null || !isEnabled(language.id, document.languageId, settings)) return null;
      const text = document.getText();
      const limit = settings['analysis.maxFileSize'];
      if (Buffer.byteLength(text) > limit * 1024) return emptyAnalysis(language.id, text, tooLarge(limit));

      const options = {
        disabledRules: settings['diagnostics.disabledRules'],
        fileName: fileNameOf(document.uri),
      };
      const key = JSON.stringify([contentHash(text), language.id, options]);
      const known = cache.get(key);
      if (known) return known;
      const analysis = analyzeSafely(engine, text, language.id, options, log);
      cache.set(key, analysis);
      return analysis;
    },
    commentPrefix: (name) => engine.languageOf(name)?.commentPrefix ?? '//',
  };
}

function analyzeSafely(
  engine: ServerEngine,
  text: string,
  language: string,
  options: EngineOptions,
  log: (message: string) => void,
): SolutionAnalysis {
  try {
    return engine.analyze(text, language, options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log(`The analysis failed: ${error instanceof Error ? (error.stack ?? reason) : reason}`);
    return emptyAnalysis(language, text, reason);
  }
}

function isEnabled(language: string, languageId: string, settings: Settings): boolean {
  const disabled = settings['languages.disabled'];
  return settings.enable && !disabled.includes(language) && !disabled.includes(languageId);
}

function tooLarge(limit: number): string {
  return `the file is larger than ${limit} kB, the limit that the setting ${SECTION}.analysis.maxFileSize sets`;
}

function contentHash(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}

/** "1.two-sum.py": LeetCode's tools put the number of the problem into the name. */
export function fileNameOf(uri: string): string {
  const name = /[^/]*$/.exec(uri.replace(/[?#].*$/, ''))?.[0] ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
