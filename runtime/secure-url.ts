/** 0.0.0.0 and [::] are counted in: a connection to them ends on this machine too. */
const loopbackNames = new Set(['localhost', '0.0.0.0', '[::]', '[::1]']);

/**
 * Why a URL must not be used for tokens or signing keys, or undefined when it may: https to another host always; plain
 * http or a loopback host only with ALLOW_INSECURE_LOOPBACK=true; plain http to another host never.
 */
export function insecureUrlProblem(
  text: string,
  { allowInsecureLoopback }: { readonly allowInsecureLoopback: boolean },
): string | undefined {
  if (!URL.canParse(text)) return 'must be an absolute URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must be an https URL';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  const loopback = isLoopback(url.hostname);
  if (url.protocol === 'http:' && !loopback)
    return 'must be https: plain http is for loopback only';
  return loopback && !allowInsecureLoopback
    ? 'points to this machine, which needs ALLOW_INSECURE_LOOPBACK=true'
    : undefined;
}

/** Takes the `hostname` of a `URL`, where the parser has already brought numeric forms to their normal one. */
function isLoopback(hostname: string): boolean {
  const host = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  return (
    loopbackNames.has(host) ||
    host.endsWith('.localhost') ||
    /^127\.\d+\.\d+\.\d+$/.test(host) ||
    /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\]$/.test(host)
  );
}
