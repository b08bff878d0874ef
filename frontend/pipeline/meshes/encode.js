/**
 * Surfaces ordered for the graphics card, compressed for EXT_meshopt_compression, and decoded again as a player would.
 *
 * Source: Khronos, EXT_meshopt_compression (modes, filters; the first version of its vertex codec).
 */
import { MeshoptDecoder, MeshoptEncoder } from 'meshoptimizer';

/**
 * @typedef {object} Stream numbers of a surface's points
 * @property {'NONE' | 'OCTAHEDRAL' | 'EXPONENTIAL'} filter the last two get floats and make bytes of them
 * @property {number} width floats a point, or bytes where there is no filter
 * @property {number} bits
 *
 * @typedef {object} Surface
 * @property {number} vertices
 * @property {number} indices
 * @property {Stream[]} streams
 *
 * @param {{ surfaces: Surface[] }} job
 * @param {import('./files.js').Reader} reader
 * @param {import('./files.js').Writer} writer
 * @param {(done: number, total: number) => void} tell
 */
export async function encode(job, reader, writer, tell) {
  await Promise.all([MeshoptEncoder.ready, MeshoptDecoder.ready]);
  const surfaces = [];
  for (const surface of job.surfaces) {
    tell(surfaces.length, job.surfaces.length);
    surfaces.push(encoded(surface, reader, writer));
  }
  return { surfaces };
}

/**
 * @param {Surface} surface
 * @param {import('./files.js').Reader} reader
 * @param {import('./files.js').Writer} writer
 */
function encoded(surface, reader, writer) {
  const indices = reader.whole(surface.indices);
  const [place, count] = MeshoptEncoder.reorderMesh(indices, true, true);
  const size = count <= 65535 ? 2 : 4; // 65535 itself would be a restart
  const small = size === 2 ? Uint16Array.from(indices) : indices;
  const bytes = new Uint8Array(small.buffer, small.byteOffset, small.byteLength);
  const packed = MeshoptEncoder.encodeGltfBuffer(bytes, indices.length, size, 'TRIANGLES');
  return {
    count,
    size,
    order: writer.put(inverse(place, count)),
    packed: writer.put(packed),
    plain: writer.put(decoded(packed, indices.length, size, 'TRIANGLES', 'NONE')),
    streams: surface.streams.map((stream) => packedStream(stream, surface.vertices, place, count, reader, writer)),
  };
}

/**
 * @param {Stream} stream
 * @param {number} vertices
 * @param {Uint32Array} place
 * @param {number} count
 * @param {import('./files.js').Reader} reader
 * @param {import('./files.js').Writer} writer
 */
function packedStream(stream, vertices, place, count, reader, writer) {
  const width = stream.width * (stream.filter === 'NONE' ? 1 : 4);
  const rows = ordered(reader.bytes(vertices * width), width, place, count);
  const { bytes, size } = filtered(rows, stream, count);
  const packed = MeshoptEncoder.encodeGltfBuffer(bytes, count, size, 'ATTRIBUTES');
  const plain = decoded(packed, count, size, 'ATTRIBUTES', stream.filter);
  return { size, packed: writer.put(packed), plain: writer.put(plain) };
}

/**
 * @param {Uint8Array} rows
 * @param {Stream} stream
 * @param {number} count
 */
function filtered(rows, stream, count) {
  if (stream.filter === 'NONE') return { bytes: rows, size: stream.width };
  const floats = new Float32Array(rows.buffer);
  if (stream.filter === 'OCTAHEDRAL') {
    const size = stream.bits <= 8 ? 4 : 8;
    return { bytes: MeshoptEncoder.encodeFilterOct(floats, count, size, stream.bits), size };
  }
  const size = stream.width * 4;
  return { bytes: MeshoptEncoder.encodeFilterExp(floats, count, size, stream.bits, 'SharedComponent'), size };
}

/**
 * @param {Uint8Array} packed
 * @param {number} count
 * @param {number} size
 * @param {string} mode
 * @param {string} filter
 */
function decoded(packed, count, size, mode, filter) {
  const plain = new Uint8Array(count * size);
  MeshoptDecoder.decodeGltfBuffer(plain, count, size, packed, mode, filter);
  return plain;
}

/**
 * Rows of bytes in their new places.
 * @param {Uint8Array} rows
 * @param {number} width
 * @param {Uint32Array} place
 * @param {number} count
 */
function ordered(rows, width, place, count) {
  const made = new Uint8Array(count * width);
  place.forEach((to, from) => {
    if (to < count) made.set(rows.subarray(from * width, (from + 1) * width), to * width);
  });
  return made;
}

/**
 * For each new place the old one.
 * @param {Uint32Array} place
 * @param {number} count
 */
function inverse(place, count) {
  const made = new Uint32Array(count);
  place.forEach((to, from) => {
    if (to < count) made[to] = from;
  });
  return made;
}
