/**
 * Bundles the pipeline's number crunching on meshes into media_pipeline/meshes/built/, to be run by Node.
 *
 * Run by ../build.js, or on its own.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const frontend = join(dirname(fileURLToPath(import.meta.url)), '..');

await esbuild.build({
  absWorkingDir: frontend,
  entryPoints: [{ in: 'pipeline/meshes/main.js', out: 'meshes' }],
  outdir: join(frontend, '..', 'media_pipeline', 'meshes', 'built'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  legalComments: 'linked',
  logLevel: 'warning',
});
