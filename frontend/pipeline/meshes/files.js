/** Plain numbers in files: read one array after the other, written one after the other; all little-endian. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

const PIECE = 1 << 30; // Node reads and writes less than 2 GiB at a time

export class Reader {
  /** @param {string} path */
  constructor(path) {
    this.file = openSync(path, 'r');
  }

  /** @param {number} length in bytes */
  bytes(length) {
    const data = new Uint8Array(length);
    for (let at = 0; at < length;) {
      const got = readSync(this.file, data, at, Math.min(PIECE, length - at), null);
      if (got === 0) throw new Error('the input ends too early');
      at += got;
    }
    return data;
  }

  /** @param {number} count */
  floats(count) {
    return new Float32Array(this.bytes(count * 4).buffer);
  }

  /** @param {number} count */
  whole(count) {
    return new Uint32Array(this.bytes(count * 4).buffer);
  }

  close() {
    closeSync(this.file);
  }
}

export class Writer {
  /** @param {string} path */
  constructor(path) {
    this.file = openSync(path, 'w');
    this.at = 0;
  }

  /**
   * Append numbers; where they begin and how many bytes they take.
   * @param {ArrayBufferView} numbers
   * @returns {[number, number]}
   */
  put(numbers) {
    const data = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    for (let at = 0; at < data.length;) at += writeSync(this.file, data, at, Math.min(PIECE, data.length - at));
    const start = this.at;
    this.at += data.length;
    return [start, data.length];
  }

  close() {
    closeSync(this.file);
  }
}
