/** The `big-o-lens` command. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Io } from './io.ts';
import { run } from './program.ts';

/** Where the build puts things: the bundle runs there itself, the source finds it from the checkout. */
const DIST = new URL(import.meta.url.endsWith('.ts') ? '../dist/' : './', import.meta.url);

const { stdin, stdout, stderr } = process;

type Remote = Awaited<ReturnType<Io['loadRemote']>>;

function loadBundle(name: string): unknown {
  return createRequire(import.meta.url)(fileURLToPath(new URL(name, DIST)));
}

const io: Io = {
  stdin,
  write: async (text) => {
    if (!stdout.write(text)) await once(stdout, 'drain');
  },
  writeError: (text) => stderr.write(text),
  env: process.env,
  cwd: process.cwd(),
  isTerminal: stdout.isTTY,
  readGrammar: async (file) => readFile(new URL(`grammars/${file}`, DIST)),
  startServer: async () => {
    loadBundle('server.js');
    return Promise.resolve();
  },
  loadRemote: async () => Promise.resolve(loadBundle('remote.js') as Remote),
};

// The reader of our output has gone, as `head` does: nothing is left to do.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 2);
});

run(process.argv.slice(2), io).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error('big-o-lens: an error of its own, please report it:', error);
    process.exitCode = 2;
  },
);
