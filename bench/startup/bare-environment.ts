import { processEnvironment } from '../../runtime/config.ts';

const kept = ['PATH', 'TMPDIR', 'TEMP', 'SystemRoot'] as const;

/**
 * What a process needs of the environment here, and nothing that a person has set for a real deployment.
 * @param home where it may keep what it keeps between runs
 */
export function bareEnvironment(
  home: string,
  settings: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const own = processEnvironment();
  const passed = kept.flatMap((name) => {
    const value = own[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(passed), HOME: home, XDG_CACHE_HOME: home, ...settings };
}
