/**
 * Lods of a whole scene at once: all its surfaces stand in one set of points, so that triangles are spent where they are seen.
 *
 * A surface's points are never joined with another's: an edge between two materials stays closed, because meshoptimizer moves
 * points that lie in one place together.
 */
import { MeshoptSimplifier } from 'meshoptimizer';

/**
 * @typedef {object} Job
 * @property {number} vertices
 * @property {number} indices
 * @property {number[]} weights of the attributes, in their order
 * @property {number[]} starts first point of each surface
 * @property {number[]} uses how often each surface is drawn
 * @property {number[]} budgets triangles as drawn, falling
 * @property {boolean} move may points be moved, or only chosen?
 * @property {number} place column of the attributes where a place in a texture begins; -1 where there is none
 *
 * @typedef {object} Mesh points are the rows of positions and attributes; origin: number of each point in the input
 * @property {Uint32Array} indices
 * @property {Float32Array} positions
 * @property {Float32Array} attributes
 * @property {Uint32Array} origin
 *
 * @typedef {'plain' | 'across edges' | 'across seams' | 'sloppy' | 'cut'} How edges: where normals differ; seams: where
 *   the texture does
 */

/** Tries until a budget is kept, where surfaces are drawn several times and so the number to aim at is not known. */
const TRIES = 6;
/** The size of the whole scene. */
const ANY_ERROR = 1;
/** meshoptimizer: a point that keeps the points in its place together. */
const PROTECTED = 2;
/**
 * Ways that keep what is joined together, the one that changes least first. Each with the part of the scene's size below which
 * its result is good enough; above it, it is worth asking whether sharp edges, then textures' seams, are what stands in the way.
 * @type {[How, number][]}
 */
const WAYS = [['plain', 0.005], ['across edges', 0.02], ['across seams', Infinity]];

/**
 * @param {Job} job
 * @param {import('./files.js').Reader} reader
 * @param {import('./files.js').Writer} writer
 * @param {(done: number, total: number) => void} tell
 */
export async function simplify(job, reader, writer, tell) {
  await MeshoptSimplifier.ready;
  const indices = reader.whole(job.indices);
  const positions = reader.floats(job.vertices * 3);
  const attributes = reader.floats(job.vertices * job.weights.length);
  /** @type {Mesh} */
  let mesh = { indices, positions, attributes, origin: new Uint32Array(job.vertices) };
  for (let point = 0; point < job.vertices; point += 1) mesh.origin[point] = point;
  const owner = owners(job);
  const lods = [];
  for (const budget of job.budgets) {
    tell(lods.length, job.budgets.length);
    const made = toBudget(mesh, budget, job, owner);
    mesh = compact(made.mesh, job.weights.length);
    lods.push({
      how: made.how,
      error: made.error,
      indices: writer.put(mesh.indices),
      origin: writer.put(mesh.origin),
      positions: writer.put(mesh.positions),
      attributes: writer.put(mesh.attributes),
    });
  }
  return { lods, scale: MeshoptSimplifier.getScale(positions, 3) };
}

/**
 * The surface of each point.
 * @param {Job} job
 */
function owners(job) {
  const owner = new Uint32Array(job.vertices);
  job.starts.forEach((start, surface) => owner.fill(surface, start, job.starts[surface + 1] ?? job.vertices));
  return owner;
}

/**
 * @param {Mesh} mesh
 * @param {number} budget
 * @param {Job} job
 * @param {Uint32Array} owner
 * @returns {{ mesh: Mesh, error: number, how: How }}
 */
function toBudget(mesh, budget, job, owner) {
  /** @param {Uint32Array} indices */
  const drawn = (indices) => {
    let sum = 0;
    for (let at = 0; at < indices.length; at += 3) sum += job.uses[Number(owner[Number(mesh.origin[Number(indices[at])])])] ?? 1;
    return sum;
  };
  /** @param {How} how */
  const kept = (how) => {
    const lock = how === 'across edges' || how === 'across seams' ? seams(mesh, job, owner, how === 'across edges') : null;
    if (lock && !lock.shared) return null; // no two points in one place: there is nothing to go across
    let aim = budget;
    for (let tries = 0; tries < TRIES && aim > 0; tries += 1) {
      const found = how === 'sloppy' ? sloppy(mesh, aim, owner) : careful(mesh, aim, how, job, lock?.points ?? null);
      if (!apart(found.mesh, owner)) return null;
      const sum = drawn(found.mesh.indices);
      if (sum <= budget && found.mesh.indices.length > 0) return { ...found, how };
      if (found.mesh.indices.length > aim * 3) return null; // it goes no further; a smaller aim changes nothing
      aim = Math.floor(aim * Math.min(budget / sum, 1) * 0.98);
    }
    return null;
  };
  let best = null;
  for (const [how, good] of WAYS) {
    const found = kept(how);
    if (found && (!best || found.error < best.error)) best = found;
    if (best && best.error <= good) return best;
  }
  return best ?? kept('sloppy') ?? { mesh: { ...mesh, indices: largest(mesh, budget, job, owner) }, error: 1, how: 'cut' };
}

/**
 * Whether each triangle has all its points in one surface.
 * @param {Mesh} mesh
 * @param {Uint32Array} owner
 */
function apart(mesh, owner) {
  const of = (/** @type {number} */ at) => owner[Number(mesh.origin[Number(mesh.indices[at])])];
  for (let at = 0; at < mesh.indices.length; at += 3) if (of(at) !== of(at + 1) || of(at) !== of(at + 2)) return false;
  return true;
}

/**
 * Which points stand at a seam: others in the same place are of another surface, or have another place in the texture.
 * @param {Mesh} mesh
 * @param {Job} job
 * @param {Uint32Array} owner
 * @param {boolean} texture does the texture count?
 * @returns {{ points: Uint8Array, shared: boolean }} what to lock, and whether points share a place at all
 */
function seams(mesh, job, owner, texture) {
  const points = new Uint8Array(mesh.origin.length);
  let shared = false;
  const same = MeshoptSimplifier.generatePositionRemap(mesh.positions, 3);
  const width = job.weights.length;
  same.forEach((first, point) => {
    const parted =
      owner[Number(mesh.origin[first])] !== owner[Number(mesh.origin[point])] ||
      (texture &&
        job.place >= 0 &&
        [0, 1].some((axis) => mesh.attributes[first * width + job.place + axis] !== mesh.attributes[point * width + job.place + axis]));
    if (parted) points[first] = points[point] = PROTECTED;
    if (first !== point) shared = true;
  });
  return { points, shared };
}

/**
 * @param {Mesh} mesh
 * @param {number} aim in triangles
 * @param {How} how
 * @param {Job} job
 * @param {Uint8Array | null} lock
 */
function careful(mesh, aim, how, job, lock) {
  /** @type {import('meshoptimizer').SimplifierFlags[]} */
  const flags = how === 'plain' ? ['Prune'] : ['Prune', 'Permissive'];
  const width = job.weights.length;
  if (!job.move) {
    const { indices, positions, attributes } = mesh;
    const [left, error] = width
      ? MeshoptSimplifier.simplifyWithAttributes(indices, positions, 3, attributes, width, job.weights, lock, aim * 3, ANY_ERROR, flags)
      : MeshoptSimplifier.simplify(indices, positions, 3, aim * 3, ANY_ERROR, flags);
    return { mesh: { ...mesh, indices: left.slice() }, error };
  }
  const moved = { ...mesh, indices: mesh.indices.slice(), positions: mesh.positions.slice(), attributes: mesh.attributes.slice() };
  const { indices, positions, attributes } = moved;
  const [count, error] = MeshoptSimplifier.simplifyWithUpdate(
    indices, positions, 3, attributes, width, job.weights, lock, aim * 3, ANY_ERROR, flags,
  );
  return { mesh: { ...moved, indices: indices.slice(0, count) }, error };
}

/**
 * Without regard to what is joined to what; surface by surface, because points of one place become one.
 * @param {Mesh} mesh
 * @param {number} aim in triangles
 * @param {Uint32Array} owner
 */
function sloppy(mesh, aim, owner) {
  /** @type {Map<number, number[]>} */
  const surfaces = new Map();
  for (let at = 0; at < mesh.indices.length; at += 3) {
    const surface = Number(owner[Number(mesh.origin[Number(mesh.indices[at])])]);
    const own = surfaces.get(surface) ?? [];
    if (!own.length) surfaces.set(surface, own);
    own.push(Number(mesh.indices[at]), Number(mesh.indices[at + 1]), Number(mesh.indices[at + 2]));
  }
  const share = (aim * 3) / mesh.indices.length;
  let error = 0;
  /** @type {number[][]} */
  const found = [];
  for (const own of surfaces.values()) {
    const used = [...new Set(own)];
    const place = new Map(used.map((point, at) => [point, at]));
    const positions = new Float32Array(used.flatMap((point) => [...mesh.positions.subarray(point * 3, point * 3 + 3)]));
    const indices = Uint32Array.from(own, (point) => Number(place.get(point)));
    const target = Math.floor((own.length * share) / 3) * 3;
    const [left, worst] = MeshoptSimplifier.simplifySloppy(indices, positions, 3, null, target, ANY_ERROR);
    error = Math.max(error, worst);
    found.push(Array.from(left, (at) => Number(used[at])));
  }
  return { mesh: { ...mesh, indices: Uint32Array.from(found.flat()) }, error };
}

/**
 * The largest triangles that fit: the last resort, for scenes that are crumbs.
 * @param {Mesh} mesh
 * @param {number} budget
 * @param {Job} job
 * @param {Uint32Array} owner
 */
function largest(mesh, budget, job, owner) {
  const { indices, positions } = mesh;
  const areas = new Float32Array(indices.length / 3);
  for (let at = 0; at < areas.length; at += 1) {
    const [a, b, c] = [0, 1, 2].map((corner) => Number(indices[at * 3 + corner]) * 3);
    const edge = (/** @type {number} */ to, /** @type {number} */ axis) => Number(positions[to + axis]) - Number(positions[Number(a) + axis]);
    const u = [0, 1, 2].map((axis) => edge(Number(b), axis));
    const v = [0, 1, 2].map((axis) => edge(Number(c), axis));
    const cross = [0, 1, 2].map((axis) => {
      const [p, q] = [(axis + 1) % 3, (axis + 2) % 3];
      return Number(u[p]) * Number(v[q]) - Number(u[q]) * Number(v[p]);
    });
    areas[at] = Math.hypot(...cross);
  }
  const order = Array.from(areas.keys()).sort((one, other) => Number(areas[other]) - Number(areas[one]) || one - other);
  const kept = [];
  let left = budget;
  for (const at of order) {
    const uses = job.uses[Number(owner[Number(mesh.origin[Number(indices[at * 3])])])] ?? 1;
    if (uses > left) continue;
    left -= uses;
    kept.push(at);
  }
  return Uint32Array.from(kept.sort((one, other) => one - other).flatMap((at) => [...indices.subarray(at * 3, at * 3 + 3)]));
}

/**
 * Only the points that are used, in their order.
 * @param {Mesh} mesh
 * @param {number} width of the attributes
 * @returns {Mesh}
 */
function compact(mesh, width) {
  const used = new Uint8Array(mesh.origin.length);
  for (const point of mesh.indices) used[point] = 1;
  const place = new Uint32Array(used.length);
  let count = 0;
  for (let point = 0; point < used.length; point += 1) if (used[point]) place[point] = count++;
  const made = {
    indices: mesh.indices.map((point) => Number(place[point])),
    positions: new Float32Array(count * 3),
    attributes: new Float32Array(count * width),
    origin: new Uint32Array(count),
  };
  for (let point = 0; point < used.length; point += 1) {
    if (!used[point]) continue;
    const at = Number(place[point]);
    made.positions.set(mesh.positions.subarray(point * 3, point * 3 + 3), at * 3);
    made.attributes.set(mesh.attributes.subarray(point * width, point * width + width), at * width);
    made.origin[at] = Number(mesh.origin[point]);
  }
  return made;
}
