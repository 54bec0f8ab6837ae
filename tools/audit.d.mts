export interface Advisory {
  readonly id: string;
  readonly package: string;
  readonly severity: string;
  readonly title: string;
  readonly production: boolean;
}

export function readAudit(
  text: string,
  lockfile: { readonly packages?: Readonly<Record<string, { readonly dev?: boolean }>> },
): { readonly advisories: Advisory[] } | { readonly notChecked: string };

export function judgeAudit(
  advisories: readonly Advisory[],
  exceptions: unknown,
  today: string,
): { readonly failures: string[]; readonly listed: string[] };
