/** The history of analyses: what of them is kept, in which form, and where. */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type AnalysisSummary, KEEP, type Keep } from '../shared/protocol/service.ts';
import { bodyContext } from './store/contexts.ts';
import type { Spool } from './store/spool.ts';
import type { AnalysisRepository, StoredAnalysis } from './store/store.ts';
import type { Vault } from './store/vault.ts';

export interface NewAnalysis {
  readonly id: string;
  readonly owner: string;
  readonly createdAt: number;
  readonly kept: Keep;
  readonly summary: AnalysisSummary;
  /** The `SolutionAnalysis` as JSON, in UTF-8. */
  readonly result: Uint8Array;
  /** The program. */
  readonly code: string;
  readonly fingerprint: string | null;
}

/** What was kept of the texts. */
export interface Body {
  /** JSON. */
  readonly result: string | null;
  readonly code: string | null;
}

export interface History {
  /** Once it resolves, the analyses survive a crash of the service and of the store. */
  readonly save: (analyses: readonly NewAnalysis[]) => Promise<void>;
  readonly find: AnalysisRepository['find'];
  readonly remove: AnalysisRepository['remove'];
  readonly bodyOf: (analysis: StoredAnalysis) => Body;
}

export interface HistoryOptions {
  readonly analyses: AnalysisRepository;
  readonly spool: Spool;
  readonly vault: Vault;
  /** Null: kept until somebody deletes them. */
  readonly retentionMs: number | null;
}

/** The lesser of what was asked for and what the policy allows. */
export function keptOf(asked: Keep | undefined, policy: Keep): Keep {
  return KEEP[Math.min(KEEP.indexOf(asked ?? policy), KEEP.indexOf(policy))]!;
}

export function createHistory({ analyses, spool, vault, retentionMs }: HistoryOptions): History {
  const stored = (analysis: NewAnalysis): StoredAnalysis => {
    const { id, owner, createdAt, kept, summary, fingerprint } = analysis;
    const expiresAt = retentionMs === null ? null : createdAt + retentionMs;
    return { id, owner, createdAt, expiresAt, kept, summary, body: sealedBody(analysis, vault), fingerprint };
  };
  return {
    save: async (records) => spool.save(records.map(stored)),
    find: async (id, owner) => (await spool.find(id, owner)) ?? analyses.find(id, owner),
    remove: async (id, owner) => {
      const waited = await spool.remove(id, owner);
      return (await analyses.remove(id, owner)) || waited;
    },
    bodyOf: (analysis) => openBody(analysis, vault),
  };
}

/** The result's JSON, a zero byte, which JSON does not have, and the program: compressed, then sealed. */
function sealedBody({ kept, result, code, id, owner }: NewAnalysis, vault: Vault): Uint8Array | null {
  if (kept !== 'result' && kept !== 'source') return null;
  const text = kept === 'source' ? Buffer.concat([result, Buffer.from(`\0${code}`)]) : result;
  return vault.seal(zstdCompressSync(text), bodyContext(id, owner));
}

function openBody({ id, owner, body }: StoredAnalysis, vault: Vault): Body {
  if (body === null) return { result: null, code: null };
  const text = zstdDecompressSync(vault.open(body, bodyContext(id, owner))).toString();
  const end = text.indexOf('\0');
  return end < 0 ? { result: text, code: null } : { result: text.slice(0, end), code: text.slice(end + 1) };
}
