interface Run {
  readonly uiUrl: string | undefined;
  readonly namespace: string;
  readonly workflowId: string;
}

/** The page of a run in Temporal's UI, or null where the UI's address is not known. */
export function runLink({ uiUrl, namespace, workflowId }: Run): string | null {
  if (uiUrl === undefined) return null;
  const base = uiUrl.replace(/\/+$/, '');
  return `${base}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}
