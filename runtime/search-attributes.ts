import { isGrpcServiceError, type ConnectionLike } from '@temporalio/client';
import { ConfigurationError } from './configuration-error.ts';

/** Temporal's numbers for the types of search attributes (`temporal.api.enums.v1.IndexedValueType`). */
const typeNumbers = { Keyword: 2 } as const;
const typeNames = [
  'Unspecified',
  'Text',
  'Keyword',
  'Int',
  'Double',
  'Bool',
  'Datetime',
  'KeywordList',
];

export interface SearchAttribute {
  readonly name: string;
  readonly type: keyof typeof typeNumbers;
}

interface EnsureOptions {
  /** `Connection` and `NativeConnection` both fit. */
  readonly connection: Pick<ConnectionLike, 'operatorService' | 'withDeadline'>;
  readonly namespace: string;
  readonly attributes: readonly SearchAttribute[];
  /** For the whole exchange; default 10000. */
  readonly timeoutMs?: number;
}

/**
 * Registers what is missing, and says what that was. Types are compared here, because the server answers OK to adding a
 * known name with another type and changes nothing.
 * @throws ConfigurationError when a name is taken by another type, or the namespace is unknown or closed to us
 */
export async function ensureSearchAttributes(options: EnsureOptions): Promise<readonly string[]> {
  const { connection, timeoutMs = 10_000 } = options;
  try {
    return await connection.withDeadline(Date.now() + timeoutMs, () => addMissing(options));
  } catch (cause) {
    if (!isGrpcServiceError(cause) || !refusals.has(cause.code)) throw cause;
    throw new ConfigurationError(
      [
        `The search attributes of namespace ${options.namespace} cannot be set up: ${cause.details}`,
      ],
      { cause },
    );
  }
}

/** What a namespace lacks of these attributes, and what it has under another type. @throws gRPC's errors */
export async function compareSearchAttributes({
  connection,
  namespace,
  attributes,
}: Omit<EnsureOptions, 'timeoutMs'>): Promise<{
  readonly missing: readonly SearchAttribute[];
  readonly ofOtherType: readonly (SearchAttribute & { readonly found: string })[];
}> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const registered = (name: string): number | undefined => customAttributes[name];
  return {
    missing: attributes.filter(({ name }) => registered(name) === undefined),
    ofOtherType: attributes.flatMap(({ name, type }) => {
      const known = registered(name);
      return known === undefined || known === typeNumbers[type]
        ? []
        : [{ name, type, found: typeNames[known] ?? 'unknown' }];
    }),
  };
}

/** NOT_FOUND, PERMISSION_DENIED, UNIMPLEMENTED, UNAUTHENTICATED: for a person to put right. */
const refusals: ReadonlySet<number> = new Set([5, 7, 12, 16]);

async function addMissing({ connection, namespace, attributes }: EnsureOptions) {
  const { missing, ofOtherType } = await compareSearchAttributes({
    connection,
    namespace,
    attributes,
  });
  if (ofOtherType.length > 0) {
    throw new ConfigurationError(
      ofOtherType.map(({ name, type, found }) => typeProblem(name, type, found, namespace)),
    );
  }
  if (missing.length > 0) {
    const searchAttributes = Object.fromEntries(
      missing.map(({ name, type }) => [name, typeNumbers[type]]),
    );
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  }
  return missing.map(({ name }) => name);
}

function typeProblem(name: string, wanted: string, found: string, namespace: string): string {
  return (
    `Search attribute ${name} of namespace ${namespace} has type ${found}, but ${wanted} is needed: ` +
    `remove it with \`temporal operator search-attribute remove --name ${name}\` and start again.`
  );
}
