/**
 * Bundles everything that ships into dist/:
 *
 *   node scripts/build.ts [--production] [--watch] [--quiet]
 *
 * --production minifies and leaves source maps out. --watch rebuilds on change and prints what the problem matcher in
 * .vscode/tasks.json waits for. --quiet prints errors only.
 */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type BuildOptions, type Message, type Metafile, type Plugin, build, context } from 'esbuild';
import { DOCUMENTATION_FILES, documentationFile } from '../api/files.ts';
import { GRAMMAR_FILES, grammarPath } from './grammars.ts';

const ROOT = resolve(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');

const { values: flags } = parseArgs({
  options: {
    production: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
  },
});

/** Output name in dist/ -> entry. They run in VS Code's Node (20 in the oldest supported version) or the user's. */
const NODE_BUNDLES: Readonly<Record<string, string>> = {
  extension: 'client/extension.ts',
  server: 'server/main.ts',
  cli: 'cli/main.ts',
  // Loaded by the server and the command line when they first call a remote service.
  remote: 'shared/remote/service.ts',
};

/** The remote service and its threads: dist/service has the layout of api/. They run in the Node of engines. */
const SERVICE_BUNDLES: Readonly<Record<string, string>> = {
  'service/main': 'api/main.ts',
  'service/backup': 'api/backup.ts',
  'service/new-admin-key': 'api/new-admin-key.ts',
  'service/analysis/worker': 'api/analysis/worker.ts',
  'service/cache/disk-worker': 'api/cache/disk-worker.ts',
  // Piscina looks for the thread that it starts beside itself.
  'service/worker': 'node_modules/piscina/dist/worker.js',
};

/** Test code inside the extension host; never part of a package. */
const TEST_BUNDLES: Readonly<Record<string, string>> = {
  'test/vscode': 'test/vscode/index.ts',
};

/** Scripts of web views. */
const BROWSER_BUNDLES: Readonly<Record<string, string>> = {
  report: 'client/report/webview/main.ts',
};

/** Programs that start often and whose start is waited for: they get a starter that switches the compile cache on. */
const CACHED_STARTS: Readonly<Record<string, string>> = {
  server: 'server.main',
  cli: 'cli.main',
  service: 'service/main',
};

const common: BuildOptions = {
  absWorkingDir: ROOT,
  outdir: 'dist',
  bundle: true,
  minify: flags.production,
  sourcemap: flags.production ? false : 'linked',
  legalComments: 'none',
  metafile: true,
  logLevel: 'silent', // The reporter below prints.
};

function nodeBuild(bundles: Readonly<Record<string, string>>, target: string): BuildOptions {
  return {
    ...common,
    entryPoints: Object.fromEntries(
      Object.entries(bundles).map(([name, entry]) => [bundleName(name), entry]),
    ),
    platform: 'node',
    format: 'cjs',
    target,
    // Piscina does without the last one, which is native code and only sets the priority of threads.
    external: ['vscode', 'mocha', '@napi-rs/nice'],
    // CommonJS has no import.meta; some packages, and our own entries, find their files by it.
    define: { 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  };
}

function browserBuild(bundles: Readonly<Record<string, string>>): BuildOptions {
  return {
    ...common,
    entryPoints: bundles,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
  };
}

function bundleName(name: string): string {
  return CACHED_STARTS[name] ?? name;
}

/** What is in dist/ besides the bundles. */
function writeStaticFiles(): void {
  mkdirSync(join(DIST, 'grammars'), { recursive: true });
  for (const file of GRAMMAR_FILES) copyFileSync(grammarPath(file), join(DIST, 'grammars', file));
  // The package itself is made of ES modules; the bundles are CommonJS because that is what VS Code loads.
  writeFileSync(join(DIST, 'package.json'), '{ "type": "commonjs" }\n');
  for (const [name, bundle] of Object.entries(CACHED_STARTS)) writeStarter(name, bundle);
  mkdirSync(join(DIST, 'service', 'docs'), { recursive: true });
  for (const file of DOCUMENTATION_FILES) {
    copyFileSync(documentationFile(file), join(DIST, 'service', 'docs', file));
  }
}

/**
 * Node caches the compiled code of modules that load after the cache is on, so the bundle can't do it for itself.
 * VS Code's older Node versions do not have the function.
 */
function writeStarter(name: string, bundle: string): void {
  const file = join(DIST, `${name}.js`);
  writeFileSync(
    file,
    `#!/usr/bin/env node\nrequire('node:module').enableCompileCache?.();\nrequire('./${bundle}.js');\n`,
  );
  chmodSync(file, 0o755);
}

/** Builds under way: the watch runs several, and the problem matcher waits for all. */
let running = 0;

/** Prints errors as the problem matcher of .vscode/tasks.json expects them. */
const reporter: Plugin = {
  name: 'reporter',
  setup(esbuild) {
    esbuild.onStart(() => {
      running += 1;
      if (flags.watch && running === 1) say('[watch] build started');
    });
    esbuild.onEnd(({ errors, warnings }) => {
      errors.forEach((message) => printMessage('ERROR', message));
      warnings.forEach((message) => printMessage('WARNING', message));
      running -= 1;
      if (flags.watch && running === 0) say('[watch] build finished');
    });
  },
};

/**
 * Escapes what esbuild leaves as it is in regular expressions and comments: V8 keeps a source with a single character
 * outside of Latin-1 in memory at two bytes a character.
 */
const ascii: Plugin = {
  name: 'ascii',
  setup(esbuild) {
    esbuild.onEnd(({ metafile }) => {
      const scripts = Object.keys(metafile?.outputs ?? {}).filter((file) => file.endsWith('.js'));
      for (const file of scripts.map((name) => join(ROOT, name))) {
        const text = readFileSync(file, 'utf8');
        const plain = text.replaceAll(NOT_ASCII, escaped);
        if (plain !== text) writeFileSync(file, plain);
      }
    });
  },
};

const NOT_ASCII = /[^\0-\x7f]/g;

function escaped(codeUnit: string): string {
  return `\\u${codeUnit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function printMessage(severity: 'ERROR' | 'WARNING', { text, location }: Message): void {
  console.error(`✘ [${severity}] ${text}`);
  if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
}

function printSizes(metafile: Metafile): void {
  for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
    if (!file.endsWith('.map')) say(`${file.padEnd(28)} ${kilobytes(bytes)}`);
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1).padStart(8)} kB`;
}

function say(line: string): void {
  if (!flags.quiet) console.log(line);
}

async function main(): Promise<void> {
  writeStaticFiles();

  const nodeBundles = flags.production ? NODE_BUNDLES : { ...NODE_BUNDLES, ...TEST_BUNDLES };
  const builds = [
    nodeBuild(nodeBundles, 'node20'),
    nodeBuild(SERVICE_BUNDLES, 'node24'),
    browserBuild(BROWSER_BUNDLES),
  ].map((options) => ({
    ...options,
    plugins: [ascii, reporter],
  }));

  if (flags.watch) {
    const contexts = await Promise.all(builds.map((options) => context(options)));
    await Promise.all(contexts.map((bundle) => bundle.watch()));
    return;
  }
  const results = await Promise.allSettled(builds.map((options) => build(options)));
  for (const result of results) {
    if (result.status === 'rejected') process.exitCode = 1;
    else if (result.value.metafile) printSizes(result.value.metafile);
  }
  for (const file of GRAMMAR_FILES) {
    say(`${`dist/grammars/${file}`.padEnd(28)} ${kilobytes(statSync(join(DIST, 'grammars', file)).size)}`);
  }
}

await main();
