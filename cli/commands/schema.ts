import { jsonSchemaNames, jsonSchemas } from '../../contracts/schemas/json-schema.ts';
import { UsageError } from '../exit-codes.ts';
import type { Io } from '../io.ts';

/** The JSON Schemas of the workflow's contract: all of them, or one by name. */
export function schema(name: string | undefined, io: Io): void {
  const schemas = jsonSchemas();
  if (name === undefined) {
    io.out(`${JSON.stringify(schemas, null, 2)}\n`);
    return;
  }
  const known = jsonSchemaNames.find((one) => one === name);
  if (known === undefined) throw new UsageError(`Schemas are: ${jsonSchemaNames.join(', ')}.`);
  io.out(`${JSON.stringify(schemas[known], null, 2)}\n`);
}
