import { describe, expect, it } from 'vitest';
import { ensureSearchAttributes } from '../../../runtime/search-attributes.ts';

type Options = Parameters<typeof ensureSearchAttributes>[0];

/** The operator service of a namespace, as far as it is used; it answers OK to everything, as the server does. */
function namespaceWith(customAttributes: Record<string, number>) {
  const operatorService = {
    listSearchAttributes: () => Promise.resolve({ customAttributes }),
    addSearchAttributes: ({ searchAttributes }: { searchAttributes: Record<string, number> }) => {
      Object.assign(customAttributes, { ...searchAttributes, ...customAttributes });
      return Promise.resolve({});
    },
  };
  const withDeadline = <R>(_deadline: number | Date, make: () => Promise<R>) => make();
  return { operatorService, withDeadline } as unknown as Options['connection'];
}

const attributes = ['GraphCallId', 'GraphTenantId'].map((name) => ({
  name,
  type: 'Keyword' as const,
}));

describe('ensureSearchAttributes', () => {
  it('adds what is missing, and nothing the second time', async () => {
    const registered = { GraphCallId: 2, Other: 1 };
    const options = { connection: namespaceWith(registered), namespace: 'n', attributes };
    expect(await ensureSearchAttributes(options)).toEqual(['GraphTenantId']);
    expect(registered).toEqual({ GraphCallId: 2, Other: 1, GraphTenantId: 2 });
    expect(await ensureSearchAttributes(options)).toEqual([]);
  });

  it('refuses a name that has another type, and adds nothing then', async () => {
    const registered = { GraphCallId: 1 };
    const options = { connection: namespaceWith(registered), namespace: 'n', attributes };
    await expect(ensureSearchAttributes(options)).rejects.toThrow(
      /GraphCallId of namespace n has type Text, but Keyword is needed/,
    );
    expect(registered).toEqual({ GraphCallId: 1 });
  });
});
