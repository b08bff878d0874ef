/**
 * Bundles every page of the front end with esbuild into vr_rooms/static/vr_rooms/.
 *
 * ENTRIES lists what is built: source -> name of the output. A new page or widget is one line here.
 * `node build.js --watch` rebuilds while you work.
 */
import { gzipSync } from 'node:zlib';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { writeModules } from './modules.js';
import { threeTrimmed } from './three_trim.js';
import { buildStandalone } from './standalone/build.js';
import { buildWorker, reachable, shellOf } from './worker/build.js';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '..', 'vr_rooms', 'static', 'vr_rooms');

/** @type {Record<string, string>} source below frontend/ -> output name below vr_rooms/static/vr_rooms/, without extension */
const ENTRIES = {
  'player/early.js': 'early',
  'player/main.js': 'player',
  'player/player.css': 'player',
  'admin/library.js': 'library',
  'admin/library.css': 'library',
};

/** Its readers of 3D files get a three.js of their own: player/mesh/load.js says why. @type {esbuild.Plugin} */
const threeApart = {
  name: 'three apart',
  setup({ onResolve, onLoad }) {
    // Two of them are no mistake here: its last lines would say so in the console.
    onLoad({ filter: /Three\.Core\.js$/ }, ({ path }) => ({ contents: readFileSync(path, 'utf8').replace(/if \( typeof window !== 'undefined' \) \{[^]*$/, '') }));
    onResolve({ filter: /^three$/ }, ({ importer }) => (/three.examples/.test(importer) ? { path: join(here, 'node_modules/three/src/Three.Core.js') } : undefined));
  },
};

/** @type {esbuild.BuildOptions} */
const options = {
  absWorkingDir: here,
  entryPoints: Object.entries(ENTRIES).map(([source, name]) => ({ in: source, out: name })),
  outdir: out,
  bundle: true,
  minify: true,
  format: 'esm',
  splitting: true,              // what is imported lazily (hls.js) becomes a file of its own
  chunkNames: 'chunks/[name]-[hash]',
  assetNames: 'assets/[name]-[hash]',
  target: 'es2022',
  plugins: [threeApart, threeTrimmed],
  alias: { 'meshoptimizer/reference': './node_modules/meshoptimizer/meshopt_decoder_reference.js' },
  loader: { '.svg': 'text', '.woff2': 'file' },
  sourcemap: 'linked',
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
};

if (process.argv.includes('--watch')) {
  const context = await esbuild.context({ ...options, logLevel: 'info' });
  await context.watch();
} else {
  const { metafile } = await esbuild.build({ ...options, metafile: true });
  // The face is free to use as long as its licence travels with it.
  const licence = join(out, 'assets/atkinson-hyperlegible-next.LICENSE.txt');
  cpSync(join(here, 'node_modules/@fontsource-variable/atkinson-hyperlegible-next/LICENSE'), licence);
  // What the player consists of, for whoever takes it along: the worker, and folders behind other servers.
  const own = reachable(metafile, Object.keys(metafile.outputs).filter((path) => /\/player\.(js|css)$/.test(path))).map((path) => resolve(here, path));
  const worker = join(out, 'worker.js');
  await buildWorker(shellOf(out, own), worker);
  const standalone = await buildStandalone(out, own);
  const modules = writeModules(metafile, here, out);
  // What an earlier build left goes last: a server that runs meanwhile never misses a file.
  const made = new Set([licence, modules, worker, ...standalone, ...Object.keys(metafile?.outputs ?? {}).map((path) => resolve(here, path))]);
  for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !made.has(path)) rmSync(path);
  }
  for (const [path, file] of Object.entries(metafile?.outputs ?? {})) {
    if (path.endsWith('.map') || path.endsWith('.txt')) continue;
    const gzipped = gzipSync(readFileSync(join(here, path)), { level: 9 }).length;
    console.log(`${relative(out, join(here, path)).padEnd(60)} ${String(file.bytes).padStart(8)} B  ${String(gzipped).padStart(7)} B gzipped`);
  }
}
await import('./site/build.js');
await import('./pipeline/build.js');
