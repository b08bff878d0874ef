/**
 * three.js without what no page of ours draws: shaders of materials that are not used, and the tabs in those that are.
 *
 * Its shaders are strings that no bundler shakes out. Whoever needs one of these materials takes its name off the list.
 */
import { readFileSync } from 'node:fs';

const UNUSED = /^((?:var|const) [\w$]+ = )"#define (?:TOON|MATCAP|PHONG|LAMBERT)\\n[^"]*";$/gm;
const UNUSED_LIGHTS = /^(var lights_(?:toon|phong|lambert)\w* = )"[^"]*";$/gm;
const TABS = /\\n(?:\\t)+/g;

/** @type {import('esbuild').Plugin} */
export const threeTrimmed = {
  name: 'three trimmed',
  setup({ onLoad }) {
    onLoad({ filter: /three\.module\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      return { contents: source.replace(UNUSED, '$1"";').replace(UNUSED_LIGHTS, '$1"";').replace(TABS, '\\n') };
    });
  },
};
