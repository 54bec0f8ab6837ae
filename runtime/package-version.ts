import { existsSync, readFileSync } from 'node:fs';

/** Of this package, found from here upwards: sources and their build lie at different depths below it. */
export function packageVersion(): string {
  for (const above of ['..', '../..']) {
    const file = new URL(`${above}/package.json`, import.meta.url);
    if (!existsSync(file)) continue;
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (hasVersion(content)) return content.version;
  }
  return 'unknown';
}

function hasVersion(content: unknown): content is { readonly version: string } {
  return (
    typeof content === 'object' &&
    content !== null &&
    'version' in content &&
    typeof content.version === 'string'
  );
}
