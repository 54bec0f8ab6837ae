export function codecServerHint(
  codecServer: { readonly url: string; readonly inUi: boolean },
  uiUrl: string | null,
): string;
