/** Rows as columns, which takes less than rows do: each name stands there once, and so does a value that all rows have. */
import * as v from 'valibot';

export type Cell = string | number | null;

const cell = v.nullable(v.union([v.string(), v.number()]));

/** `n` is the number of rows. A column is the value that all rows have, or a list of their values. */
export const columnsSchema = v.pipe(
  v.record(v.string(), v.union([cell, v.array(cell)])),
  v.check(({ n }) => typeof n === 'number', 'has no number of rows'),
);
export type Columns = v.InferOutput<typeof columnsSchema>;

/**
 * @param rows - all with the same columns, none of which is called `n`
 * @param left - columns that are left out
 */
export function toColumns(rows: readonly object[], left: readonly string[] = []): Columns {
  const names = Object.keys(rows[0] ?? {}).filter((name) => !left.includes(name));
  const columns = names.map((name) => {
    const cells = rows.map((row): Cell => Reflect.get(row, name));
    return [name, cells.every((one) => one === cells[0]) ? (cells[0] ?? null) : cells] as const;
  });
  return { n: rows.length, ...Object.fromEntries(columns) };
}

export function fromColumns({ n, ...columns }: Columns): Record<string, Cell>[] {
  return Array.from({ length: Number(n) }, (_, index) =>
    Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [
        name,
        Array.isArray(column) ? (column[index] ?? null) : column,
      ]),
    ),
  );
}
