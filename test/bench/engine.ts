/** The engine that is measured. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { readGrammar } from '../../scripts/grammars.ts';
import * as sources from '../../shared/engine/analyze.ts';

/** In one file, as it ships, or module by module from the sources. */
export type EngineForm = 'shipped' | 'sources';

const ROOT = resolve(import.meta.dirname, '../..');

/** An engine with all languages. */
export async function engineIn(form: EngineForm): Promise<sources.Engine> {
  const { createEngine } = form === 'shipped' ? await bundled() : sources;
  return createEngine(readGrammar);
}

/** What a build for production puts into each of its bundles. */
async function bundled(): Promise<typeof sources> {
  const folder = await mkdtemp(join(tmpdir(), 'big-o-lens-engine-'));
  const outfile = join(folder, 'engine.mjs');
  try {
    await build({
      absWorkingDir: ROOT,
      entryPoints: ['shared/engine/analyze.ts'],
      outfile,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'warning',
    });
    return (await import(pathToFileURL(outfile).href)) as typeof sources;
  } finally {
    await rm(folder, { recursive: true });
  }
}
