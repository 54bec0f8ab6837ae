/** Rows of a table for a terminal: cells of one column have the same width, the last one ends where it ends. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widthOf = (column: number) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0);
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widthOf(column)))
      .join('  ')
      .trimEnd(),
  );
}
