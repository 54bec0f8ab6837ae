import type { TokenFailure } from '../../worker/token-failure.ts';

/** By Entra's codes, which its documentation lists as "Microsoft Entra authentication and authorization error codes". */
const byCode: Readonly<Record<string, string>> = {
  AADSTS7000215:
    'The secret is wrong: set AZURE_CLIENT_SECRET to the value of a secret, not to its id.',
  AADSTS7000222:
    'The secret has expired: make a new one (Entra ID, App registrations, Certificates & secrets).',
  AADSTS700016:
    'The application is not in this tenant: correct AZURE_CLIENT_ID or AZURE_TENANT_ID, or have an administrator consent to it.',
  AADSTS90002: 'There is no such tenant: correct AZURE_TENANT_ID.',
  AADSTS900023: 'There is no such tenant: correct AZURE_TENANT_ID.',
  AADSTS700027: 'The certificate is not one of the application: upload its public part there.',
  AADSTS700024: 'The assertion has expired or is not valid yet: look at the clock of this machine.',
  AADSTS53003: 'A Conditional Access policy forbids it: have an administrator look at it.',
};

export function fixOfTokenFailure({ reason, code }: TokenFailure): string {
  const known = code === undefined ? undefined : byCode[code];
  if (known !== undefined) return known;
  if (code !== undefined) return `Look up ${code} among Entra's error codes.`;
  if (/network|no answer|timeout/i.test(reason)) {
    return 'Let this machine connect to the token endpoint (login.microsoftonline.com, or AZURE_AUTHORITY_HOST): DNS, firewall, proxy.';
  }
  return 'Check the AZURE_* variables of this credential: worker --help lists what each needs.';
}
