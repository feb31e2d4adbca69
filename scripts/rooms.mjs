/**
 * The lint rule `house/rooms`: a file imports only what the table of rooms in docs/architecture.md allows its room.
 *
 * The table is the only source. A room is a folder or a file of src/. A room may import its own files, and the rooms that
 * its row names with everything inside them. Type imports count like any other.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TABLE = 'docs/architecture.md';
/** A row of the table: the path of a room, what is in it, and the rooms that it may import. */
const ROW = /^\| `(src\/[^`]+)` +\|[^|]*\|([^|]*)\|$/gm;

/** @typedef {ReadonlyMap<string, readonly string[]>} Rooms paths of the rooms that may be imported, by path of the room */

/**
 * @param {string} markdown the text of docs/architecture.md
 * @returns {Rooms}
 */
export function readRooms(markdown) {
  return new Map(
    [...markdown.matchAll(ROW)].map(([, path = '', imports = '']) => [
      path,
      [...imports.matchAll(/`([^`]+)`/g)].map(([, name]) => `src/${name}`),
    ]),
  );
}

/**
 * @param {string} path
 * @param {string} room
 */
const isInside = (path, room) => path === room || path.startsWith(`${room}/`);

/**
 * The innermost room of a file, or undefined when no row names one.
 *
 * @param {Rooms} rooms
 * @param {string} path relative to the root of the project, with forward slashes
 */
export function roomOf(rooms, path) {
  return [...rooms.keys()]
    .filter((room) => isInside(path, room))
    .toSorted((a, b) => a.length - b.length)
    .at(-1);
}

/**
 * @param {Rooms} rooms
 * @param {string} from
 * @param {string} to
 */
function mayImport(rooms, from, to) {
  return (rooms.get(from) ?? []).some((allowed) => isInside(to, allowed));
}

/**
 * The rooms of one circle, when the table allows a circle.
 *
 * @param {Rooms} rooms
 * @returns {string[] | undefined}
 */
export function findCircle(rooms) {
  /** @type {Set<string>} */
  const finished = new Set();
  /**
   * @param {string} room
   * @param {string[]} path
   * @returns {string[] | undefined}
   */
  const visit = (room, path) => {
    if (path.includes(room)) return [...path.slice(path.indexOf(room)), room];
    if (finished.has(room)) return undefined;
    for (const next of rooms.keys()) {
      if (next === room || !mayImport(rooms, room, next)) continue;
      const circle = visit(next, [...path, room]);
      if (circle) return circle;
    }
    finished.add(room);
    return undefined;
  };
  for (const room of rooms.keys()) {
    const circle = visit(room, []);
    if (circle) return circle;
  }
  return undefined;
}

/**
 * Why a file may not import another one, or undefined when it may.
 *
 * @param {Rooms} rooms
 * @param {string} file relative to the root of the project, with forward slashes
 * @param {string} specifier as it is written in the import
 */
export function refuseImport(rooms, file, specifier) {
  const target = join(dirname(file), specifier).replaceAll(sep, '/');
  if (!specifier.startsWith('.') || !target.startsWith('src/')) return undefined;
  const from = roomOf(rooms, file);
  const to = roomOf(rooms, target);
  const stranger = from === undefined ? file : target;
  if (from === undefined || to === undefined) return `${stranger} is in no room of ${TABLE}: add a row.`;
  if (from === to || mayImport(rooms, from, to)) return undefined;
  return `${from} may not import ${to}: see the table of rooms in ${TABLE}.`;
}

/** @typedef {{ source?: { value?: unknown } | null }} ImportNode */
/** @typedef {{ filename: string; report: (problem: { node: ImportNode; message: string }) => void }} RuleContext */

const rule = {
  /** @param {RuleContext} context */
  create(context) {
    const rooms = readRooms(readFileSync(resolve(ROOT, TABLE), 'utf8'));
    const circle = findCircle(rooms);
    if (circle) throw new Error(`The table of rooms in ${TABLE} allows a circle: ${circle.join(' -> ')}.`);
    const file = relative(ROOT, context.filename).replaceAll(sep, '/');
    /** @param {ImportNode} node */
    const check = (node) => {
      if (typeof node.source?.value !== 'string') return;
      const message = refuseImport(rooms, file, node.source.value);
      if (message !== undefined) context.report({ node, message });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};

export default { meta: { name: 'house' }, rules: { rooms: rule } };
