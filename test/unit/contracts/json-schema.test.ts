import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { jsonSchemaNames, jsonSchemas } from '../../../contracts/schemas/json-schema.ts';

// To write them again: UPDATE_JSON_SCHEMAS=1 npx vitest run test/unit/contracts/json-schema.test.ts
const update = process.env['UPDATE_JSON_SCHEMAS'] === '1';

describe('the committed JSON Schemas', () => {
  it.each(jsonSchemaNames)('%s is what the zod schema says', async (name) => {
    const file = new URL(`../../../contracts/json-schema/${name}.json`, import.meta.url);
    const text = `${JSON.stringify(jsonSchemas()[name], null, 2)}\n`;
    if (update) await writeFile(file, text);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('refuse unknown members of a request and allow them in a result', () => {
    const { 'invite-request': request, 'invite-result': result } = jsonSchemas();
    expect(request).toMatchObject({ additionalProperties: false });
    expect(result).not.toHaveProperty('additionalProperties');
  });
});
