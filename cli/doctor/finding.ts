/** What one look at an installation brought. */
export interface Finding {
  /** A few words, the same each time, such as `graph role`. */
  readonly check: string;
  /** `skipped`: nothing was looked at; `warning`: it works, with something less. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** One sentence: what was found, or why nothing was looked at. No secrets, no tokens. */
  readonly found: string;
  /** What to do about it; not with `ok`. */
  readonly fix?: string;
}

/** Told of each finding as soon as it is there. */
export type Report = (finding: Finding) => void;

export const ok = (check: string, found: string): Finding => ({ check, status: 'ok', found });

export const failed = (check: string, found: string, fix: string): Finding => ({
  ...{ check, status: 'failed', found, fix },
});

export const warning = (check: string, found: string, fix: string): Finding => ({
  ...{ check, status: 'warning', found, fix },
});

export const skipped = (check: string, found: string, fix: string): Finding => ({
  ...{ check, status: 'skipped', found, fix },
});
