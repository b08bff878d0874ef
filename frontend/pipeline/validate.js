/** What Khronos' validator says of GLB files, for tests: `node validate.js FILE…` prints its errors and warnings as JSON. */
import { readFileSync } from 'node:fs';
import validator from 'gltf-validator';

/** @type {string[]} */
const found = [];
for (const file of process.argv.slice(2)) {
  const report = await validator.validateBytes(new Uint8Array(readFileSync(file)));
  found.push(...report.issues.messages.filter((one) => one.severity < 2).map((one) => `${one.code} ${one.pointer}: ${one.message}`));
}
console.log(JSON.stringify(found));
