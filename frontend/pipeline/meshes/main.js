/**
 * Number crunching on meshes for media_pipeline/meshes: `node meshes.mjs simplify|encode JOB.json IN.bin OUT.bin`.
 *
 * Python reads and judges files and builds documents; this program gets plain numbers in one file and writes plain numbers into
 * another. Each line of its output is JSON: first `{"done": n, "total": m}`, at the end what lies where.
 */
import { readFileSync } from 'node:fs';
import { encode } from './encode.js';
import { Reader, Writer } from './files.js';
import { simplify } from './simplify.js';

const [task, jobFile, inFile, outFile] = process.argv.slice(2);
const reader = new Reader(String(inFile));
const writer = new Writer(String(outFile));
const job = JSON.parse(readFileSync(String(jobFile), 'utf8'));
/** @param {number} done @param {number} total */
const tell = (done, total) => console.log(JSON.stringify({ done, total }));
const said = await (task === 'simplify' ? simplify : encode)(job, reader, writer, tell);
reader.close();
writer.close();
console.log(JSON.stringify(said));
