export function guard(kind: 'process' | 'folder', what: number | string): void;

export function unguard(kind: 'process' | 'folder', what: number | string): void;
