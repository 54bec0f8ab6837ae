/** What may stand in a log line, whoever writes it: names on a list, and values without what looks like a person or a token. */
import { describeError } from './describe-error.ts';
import { redact } from './redact.ts';

/** Of processes and of Temporal; what a room knows of beside these it names itself. */
const ownFields = [
  'activity',
  'activityType',
  'adminUrl',
  'attempt',
  'attributes',
  'buildId',
  'code',
  'count',
  'deploymentName',
  'encrypted',
  'err',
  'leftOut',
  'method',
  'ms',
  'namespace',
  'reason',
  'result',
  'runId',
  'sdkComponent',
  'signalName',
  'status',
  'taskQueue',
  'url',
  'version',
  'workflowId',
  'workflowType',
];

const maxItems = 50;

/** Keeps the members of a log line that are on the list; the names of the others are kept under `hidden`. */
export type ShowFields = (fields: object) => Record<string, unknown>;

/** @param moreFields names that this process may log beside the common ones */
export function createShowFields(moreFields: readonly string[]): ShowFields {
  const shown = new Set([...ownFields, ...moreFields]);
  const show = (fields: object): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
        shown.has(name) && value !== undefined
          ? [[name, name === 'err' ? describeError(value) : valueOf(value)]]
          : [],
      ),
    );
  const valueOf = (value: unknown): unknown => {
    if (typeof value === 'string') return redact(value);
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
    if (Array.isArray(value)) return value.slice(0, maxItems).map(valueOf);
    return typeof value === 'object' ? show(value) : typeof value;
  };
  return (fields) => {
    const hidden = Object.keys(fields).filter((name) => !shown.has(name) && isName(name));
    return { ...show(fields), ...(hidden.length > 0 && { hidden }) };
  };
}

/** A member of a line, as code writes it; the keys of a dictionary may be data. */
function isName(name: string): boolean {
  return /^[a-z][A-Za-z]{1,30}$/.test(name);
}
